// Started by the Gremlin Server: the two graphs are read from the state directory, indexed, and written back at the end.

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
        // Gzip's checksum finds the damage that Gryo, which reads as far as it can, would pass over.
        new GZIPInputStream(Files.newInputStream(file)).withStream { stream ->
            def whole = new ByteArrayInputStream(stream.readAllBytes())
            target.io(GryoIo.build()).reader().create().readGraph(whole, target)
        }
        target.tx().commit()
    }
}

// A whole file replaces the old one, so that an end in the middle leaves the old one as it was.
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

// The server's own end takes two seconds, in which its network threads wait for silence. What evaluates requests mostly
// ends at once, and after that nothing changes: the graphs are written then. What takes longer nobody waits for any more.
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
        // Not before everything is read: what is written replaces it.
        if (files) Runtime.runtime.addShutdownHook(new Thread(writeAtEnd))
    },
    onShutDown: { context -> },
] as LifeCycleHook,
 g: traversal().withEmbedded(graph),
 log_g: traversal().withEmbedded(log_graph),
 // As a replica serves them: a write is refused.
 read_g: traversal().withEmbedded(graph).withStrategies(ReadOnlyStrategy.instance()),
 read_log_g: traversal().withEmbedded(log_graph).withStrategies(ReadOnlyStrategy.instance())]
