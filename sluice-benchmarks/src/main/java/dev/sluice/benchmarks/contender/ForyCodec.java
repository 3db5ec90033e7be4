package dev.sluice.benchmarks.contender;

import dev.sluice.benchmarks.workload.Order;
import java.util.List;
import org.apache.fory.Fory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.memory.MemoryUtils;

/** Apache Fory with the record's class registered, and one array of bytes that is used again and again. */
final class ForyCodec {
    /** Far more than a record takes, so that the array is never replaced by a larger one. */
    private static final int SCRATCH_BYTES = 64 << 10;

    private final Fory fory = Fory.builder()
            .withXlang(false)
            .withRefTracking(false)
            .requireClassRegistration(true)
            .build();
    private final byte[] bytes = new byte[SCRATCH_BYTES];
    private final MemoryBuffer buffer = MemoryUtils.wrap(bytes);

    ForyCodec() {
        fory.register(Order.class);
        // It makes and compiles its code for a class when it meets it first: here, before the start.
        encode(new Order(0, 0, "", "", List.of(0, 1, 2), false));
        decode();
        fory.ensureSerializersCompiled();
    }

    int encode(Object element) {
        buffer.writerIndex(0);
        fory.serialize(buffer, element);
        return buffer.writerIndex();
    }

    int length() {
        return buffer.writerIndex();
    }

    byte[] bytes() {
        return bytes;
    }

    Object decode() {
        buffer.readerIndex(0);
        return fory.deserialize(buffer);
    }
}
