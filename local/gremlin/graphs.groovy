// Run by the Gremlin Server: indexes the two graphs, and keeps their content in a journal where there is one.

import java.nio.file.Path
import org.apache.tinkerpop.gremlin.groovy.jsr223.dsl.credential.CredentialTraversalSource

served = [main: graph, log: log_graph]
journal = System.getProperty("vault.journal") ? new Journal(Path.of(System.getProperty("vault.journal")), [graph, log_graph]) : null

index = { name, target ->
    System.getProperty("vault.indexes." + name).split(",").each { target.createIndex(it, Vertex.class) }
    target.createIndex(System.getProperty("vault.indexes.edge"), Edge.class)
}

// Ends the process with the reason on its output, where `make run` reads it.
end = { reason, error ->
    System.err.println(reason + " " + error)
    System.err.flush()
    Runtime.runtime.halt(1)
}

writeEverySecond = {
    while (true) {
        def began = System.currentTimeMillis()
        try {
            journal.write()
        } catch (Throwable error) {
            end("UNWRITABLE", error)
        }
        sleep(Math.max(50, 1000 - (System.currentTimeMillis() - began)))
    }
}

// The server's own shutdown takes two seconds, in which its network threads wait for a quiet period. The threads that
// evaluate requests usually end at once, and after that the graphs do not change. Longer evaluations are abandoned.
evaluates = { Thread.allStackTraces.keySet().any { it.alive && it.name.startsWith("gremlin-server-exec") } }
writeAtEnd = {
    def latest = System.currentTimeMillis() + 1000
    while (evaluates() && System.currentTimeMillis() < latest) sleep(10)
    try {
        while (!journal.write() && System.currentTimeMillis() < latest) sleep(10)
    } catch (Throwable error) {
        end("UNWRITABLE", error)
    }
    Runtime.runtime.halt(0)
}

// The password is in the environment, which only this user may read; the server reads its hash from this graph.
credentials = TinkerGraph.open()
traversal(CredentialTraversalSource.class).withEmbedded(credentials).user("vault", System.getenv("VAULT_LOCAL_SECRET")).iterate()
credentials.io(IoCore.graphson()).writeGraph(System.getProperty("vault.credentials"))

[hook: [
    onStartUp: { context ->
        served.each(index)
        if (!journal) return
        try {
            journal.open()
        } catch (Throwable unreadable) {
            end("UNREADABLE", unreadable)
        }
        Thread.startDaemon("journal", writeEverySecond)
        // Only after loading, so that an empty graph is not written.
        Runtime.runtime.addShutdownHook(new Thread(writeAtEnd))
    },
    onShutDown: { context -> },
] as LifeCycleHook,
 g: traversal().withEmbedded(graph),
 log_g: traversal().withEmbedded(log_graph),
 // Like a replica: writes are refused.
 read_g: traversal().withEmbedded(graph).withStrategies(ReadOnlyStrategy.instance()),
 read_log_g: traversal().withEmbedded(log_graph).withStrategies(ReadOnlyStrategy.instance())]
