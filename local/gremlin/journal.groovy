// Keeps what the graphs contain in one file: a record of everything, then one record for each moment of changes.
//
// A record is 4 bytes of length, 8 bytes of CRC-32, and a list in Gryo's Kryo. Only a record that is complete counts,
// so a process that is killed leaves the graphs as they were at one moment, both of them.

import groovy.transform.CompileStatic
import java.lang.reflect.Field
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption
import java.util.concurrent.locks.ReentrantLock
import java.util.zip.CRC32
import org.apache.tinkerpop.gremlin.structure.Edge
import org.apache.tinkerpop.gremlin.structure.Element
import org.apache.tinkerpop.gremlin.structure.Property
import org.apache.tinkerpop.gremlin.structure.T
import org.apache.tinkerpop.gremlin.structure.Vertex
import org.apache.tinkerpop.gremlin.structure.VertexProperty
import org.apache.tinkerpop.gremlin.structure.io.gryo.GryoMapper
import org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerEdge
import org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerTransactionGraph
import org.apache.tinkerpop.gremlin.tinkergraph.structure.TinkerVertex
import org.apache.tinkerpop.shaded.kryo.Kryo
import org.apache.tinkerpop.shaded.kryo.io.Input
import org.apache.tinkerpop.shaded.kryo.io.Output

// What TinkerPop's transactional graph has no public way to tell: its committed elements, all at one moment.
@CompileStatic
class Internals {
    static final Class CONTAINER = Class.forName(TinkerTransactionGraph.name.replace("TransactionGraph", "ElementContainer"))
    static final Field ELEMENT = field(CONTAINER, "element")
    static final Field LOCK = field(CONTAINER, "lock")
    static final Field OUT = field(TinkerEdge, "outVertexId")
    static final Field IN = field(TinkerEdge, "inVertexId")
    static final Field OF_VERTEX = field(TinkerVertex, "properties")
    static final Field OF_EDGE = field(TinkerEdge, "properties")

    static Field field(Class type, String name) {
        def found = type.getDeclaredField(name)
        found.accessible = true
        found
    }

    static List rowOf(Element element) {
        def row = new ArrayList([element.id(), element.label()])
        def properties = new ArrayList()
        if (element instanceof Edge) {
            row << OUT.get(element) << IN.get(element)
            ((Map<String, Property>) OF_EDGE.get(element))?.values()?.each { properties << it.key() << it.value() }
        } else {
            ((Map<String, List<Property>>) OF_VERTEX.get(element))?.values()?.each { all ->
                all.each { properties << it.key() << it.value() }
            }
        }
        row << properties
        row
    }
}

// The vertices or the edges of a graph, and which of them the journal has.
@CompileStatic
class Table {
    final Map<Object, Object> containers
    final Map<Object, Object> written = new HashMap()
    Map<Object, Object> changed
    int count

    Table(TinkerTransactionGraph graph, String kind) {
        containers = (Map) Internals.field(TinkerTransactionGraph, kind).get(graph)
    }

    // Note what differs from what is written; false while a commit holds the locks of the elements that it changes.
    boolean look() {
        changed = new HashMap()
        count = 0
        for (Map.Entry entry : containers.entrySet()) {
            if (((ReentrantLock) Internals.LOCK.get(entry.value)).locked) return false
            def element = Internals.ELEMENT.get(entry.value)
            if (element == null) continue
            count++
            if (!written.get(entry.key).is(element)) changed.put(entry.key, element)
        }
        true
    }

    // Whether nothing was committed since the look: each commit puts new objects in the place of old ones.
    boolean isStill() {
        int now = 0
        for (Map.Entry entry : containers.entrySet()) {
            if (((ReentrantLock) Internals.LOCK.get(entry.value)).locked) return false
            def element = Internals.ELEMENT.get(entry.value)
            if (element == null) continue
            now++
            if (!written.get(entry.key).is(element) && !changed.get(entry.key).is(element)) return false
        }
        now == count
    }

    // The rows that changed and the ids that are gone, which count as written from now on.
    List<List> takeChanges() {
        def rows = new ArrayList(changed.size())
        changed.values().each { rows << Internals.rowOf((Element) it) }
        written.putAll(changed)
        def gone = new ArrayList()
        if (written.size() != count) written.keySet().each { if (!exists(it)) gone << it }
        gone.each { written.remove(it) }
        changed = Collections.emptyMap()
        [rows, gone] as List<List>
    }

    private boolean exists(Object id) {
        def container = containers.get(id)
        container != null && Internals.ELEMENT.get(container) != null
    }
}

@CompileStatic
class Journal {
    static final int HEADER = 12
    static final long REWRITTEN_ABOVE = 4L << 20
    static final int TRIES = 200
    final Path file
    final List<TinkerTransactionGraph> graphs
    final List<Table> tables
    final Kryo kryo = GryoMapper.build().create().createMapper()
    long limit

    Journal(Path file, List<TinkerTransactionGraph> graphs) {
        this.file = file
        this.graphs = graphs
        tables = new ArrayList()
        graphs.each { tables << new Table(it, "vertices") << new Table(it, "edges") }
    }

    // Fill the graphs from the file; without one, begin it.
    synchronized void open() {
        if (Files.exists(file)) fill()
        look()
        rewrite()
    }

    // Append what has changed; false where commits left no moment at which to look.
    synchronized boolean write() {
        if (!look()) return false
        if (tables.every { it.changed.isEmpty() && it.written.size() == it.count }) return true
        if (Files.size(file) > limit) rewrite() else put(record(), StandardOpenOption.APPEND, file)
        true
    }

    private boolean look() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (tables.every { it.look() } && tables.every { it.isStill() }) return true
            Thread.yield()
        }
        false
    }

    private ByteBuffer record() {
        def output = new Output(1 << 16, -1)
        kryo.writeClassAndObject(output, new ArrayList(tables*.takeChanges()))
        def checksum = new CRC32()
        checksum.update(output.buffer, 0, output.position())
        def buffer = ByteBuffer.allocate(HEADER + output.position())
        buffer.putInt(output.position()).putLong(checksum.value).put(output.buffer, 0, output.position())
        buffer.flip()
        buffer
    }

    private static void put(ByteBuffer record, StandardOpenOption how, Path file) {
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, how).withCloseable { channel ->
            while (record.hasRemaining()) channel.write(record)
        }
    }

    // One record of everything takes the place of all.
    private void rewrite() {
        def draft = file.resolveSibling(file.fileName.toString() + ".part")
        tables.each { table ->
            table.changed = new HashMap(table.written) + table.changed
            table.written.clear()
        }
        put(record(), StandardOpenOption.TRUNCATE_EXISTING, draft)
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE)
        limit = Math.max(REWRITTEN_ABOVE, 2 * Files.size(file))
    }

    private void fill() {
        List<Map<Object, List>> rows = tables.collect { new LinkedHashMap<Object, List>() as Map<Object, List> }
        def content = ByteBuffer.wrap(Files.readAllBytes(file))
        def changes = next(content)
        if (changes == null) throw new IOException("the first record is incomplete")
        while (changes != null) {
            changes.eachWithIndex { table, index ->
                table[1].each { rows[index].remove(it) }
                table[0].each { row -> rows[index].put(((List) row)[0], (List) row) }
            }
            changes = next(content)
        }
        graphs.eachWithIndex { graph, index -> build(graph, rows[2 * index].values(), rows[2 * index + 1].values()) }
    }

    // The next record, or null at the end; what is cut there was being written when the process was killed.
    private List<List<List>> next(ByteBuffer content) {
        if (content.remaining() < HEADER) return null
        int length = content.getInt()
        long checksum = content.getLong()
        if (length < 0 || length > content.remaining()) return null
        def found = new CRC32()
        found.update(content.array(), content.position(), length)
        if (found.value != checksum) throw new IOException("a record has another checksum")
        def input = new Input(content.array(), content.position(), length)
        content.position(content.position() + length)
        (List<List<List>>) kryo.readClassAndObject(input)
    }

    private static void build(TinkerTransactionGraph graph, Collection<List> vertices, Collection<List> edges) {
        Map<Object, Vertex> built = new HashMap()
        for (List row : vertices) {
            Vertex vertex = graph.addVertex(T.id, row[0], T.label, row[1])
            List properties = (List) row[2]
            for (int i = 0; i < properties.size(); i += 2) {
                vertex.property(VertexProperty.Cardinality.list, (String) properties[i], properties[i + 1])
            }
            built.put(row[0], vertex)
        }
        for (List row : edges) {
            def named = [T.id, row[0]] + (List) row[4]
            built.get(row[2]).addEdge((String) row[1], built.get(row[3]), named.toArray())
        }
        graph.tx().commit()
    }
}
