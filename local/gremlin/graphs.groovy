// Run by the Gremlin Server: loads the two graphs from the state directory, indexes them, and saves them at the end.

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.util.zip.GZIPInputStream
import java.util.zip.GZIPOutputStream
import org.apache.tinkerpop.gremlin.structure.io.gryo.GryoIo

files = System.getProperty("vault.graphs") ? Path.of(System.getProperty("vault.graphs")) : null
served = [main: graph, log: log_graph]

read = { name, target ->
    def file = files?.resolve(name + ".gryo.gz")
    if (file && Files.exists(file)) {
        // Gzip's checksum detects damage that Gryo would ignore.
        new GZIPInputStream(Files.newInputStream(file)).withStream { stream ->
            def whole = new ByteArrayInputStream(stream.readAllBytes())
            target.io(GryoIo.build()).reader().create().readGraph(whole, target)
        }
        target.tx().commit()
    }
}

// A complete file replaces the old one, so that an interruption leaves the old one intact.
write = { name, source ->
    def draft = files.resolve(name + ".part")
    new GZIPOutputStream(Files.newOutputStream(draft)).withStream { stream ->
        source.io(GryoIo.build()).writer().create().writeGraph(stream, source)
    }
    source.tx().rollback()
    Files.move(draft, files.resolve(name + ".gryo.gz"), StandardCopyOption.ATOMIC_MOVE)
}

index = { name, target ->
    System.getProperty("vault.indexes." + name).split(",").each { target.createIndex(it, Vertex.class) }
    target.createIndex(System.getProperty("vault.indexes.edge"), Edge.class)
}

// The server's own shutdown takes two seconds, in which its network threads wait for a quiet period. The threads that
// evaluate requests usually end at once, and after that the graphs do not change. Longer evaluations are abandoned.
evaluates = { Thread.allStackTraces.keySet().any { it.alive && it.name.startsWith("gremlin-server-exec") } }
writeAtEnd = {
    def latest = System.currentTimeMillis() + 1000
    while (evaluates() && System.currentTimeMillis() < latest) sleep(10)
    served.each(write)
    Runtime.runtime.halt(0)
}

[hook: [
    onStartUp: { context ->
        served.each { name, target ->
            index(name, target)
            try {
                read(name, target)
            } catch (Throwable unreadable) {
                System.err.println("UNREADABLE " + name + ".gryo.gz " + unreadable)
                Runtime.runtime.halt(1)
            }
        }
        // Only after loading: saving replaces the files.
        if (files) Runtime.runtime.addShutdownHook(new Thread(writeAtEnd))
    },
    onShutDown: { context -> },
] as LifeCycleHook,
 g: traversal().withEmbedded(graph),
 log_g: traversal().withEmbedded(log_graph),
 // Like a replica: writes are refused.
 read_g: traversal().withEmbedded(graph).withStrategies(ReadOnlyStrategy.instance()),
 read_log_g: traversal().withEmbedded(log_graph).withStrategies(ReadOnlyStrategy.instance())]
