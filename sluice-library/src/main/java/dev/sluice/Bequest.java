package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Role;
import dev.sluice.internal.shm.SegmentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a child that ends in good order leaves to its parent: the handles that it has sent and whose elements are not yet done
 * with. The parent holds them in its place, so that a child may put a queue into another one and end.
 */
final class Bequest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final CountDownLatch HELD = new CountDownLatch(1);

    private Bequest() {}

    /** In the child, when nothing is put any more. Returns when the parent holds it all, or after a second. */
    static void leave(ControlChannel control) throws IOException, InterruptedException {
        List<Departed.Left> left = Departed.all();
        if (left.isEmpty() || !control.trySend(ControlChannel.BEQUEST, encode(left), PATIENCE_NANOS)) {
            return;
        }
        // A parent that does not answer in time has what it can open when it reads the message.
        boolean ignored = HELD.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    }

    /** In the child: the parent has answered. */
    static void parentHoldsIt() {
        HELD.countDown();
    }

    private static byte[] encode(List<Departed.Left> left) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(left.size());
            for (Departed.Left element : left) {
                out.writeUTF(element.carrier().locator());
                out.writeLong(element.position());
                out.writeInt(element.holds().size());
                for (InTransit.Hold hold : element.holds()) {
                    out.writeUTF(hold.attachment().locator());
                    out.writeUTF(hold.role() == null ? "" : hold.role().name());
                }
            }
        }
        return bytes.toByteArray();
    }

    /** In the parent. What cannot be held any more is left out: whoever takes its element is told. */
    static void accept(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        for (int elements = in.readInt(); elements > 0; elements--) {
            String carrier = in.readUTF();
            long position = in.readLong();
            List<InTransit.Hold> holds = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                InTransit.Hold hold = hold(in.readUTF(), in.readUTF());
                if (hold != null) {
                    holds.add(hold);
                }
            }
            hold(carrier, position, holds);
        }
    }

    private static InTransit.Hold hold(String locator, String role) {
        try {
            return InTransit.Hold.taken(Attachment.open(locator), role.isEmpty() ? null : Role.valueOf(role));
        } catch (SegmentException gone) {
            return null;
        }
    }

    private static void hold(String carrier, long position, List<InTransit.Hold> holds) {
        try {
            Attachment attachment = Attachment.open(carrier);
            Departed.hold(attachment, position, holds);
            attachment.release();
        } catch (SegmentException gone) {
            holds.forEach(InTransit.Hold::letGo);
        }
    }
}
