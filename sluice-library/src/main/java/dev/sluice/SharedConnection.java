package dev.sluice;

import dev.sluice.internal.ring.Attachment;
import dev.sluice.internal.ring.Claimed;
import dev.sluice.internal.ring.Deadline;
import dev.sluice.internal.ring.Housekeeper;
import dev.sluice.internal.ring.Outcome;
import dev.sluice.internal.ring.Payload;
import dev.sluice.internal.ring.Received;
import dev.sluice.internal.shm.SegmentException;
import dev.sluice.internal.waiting.Event;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/** A handle of one end of a pipe in shared memory. */
final class SharedConnection implements Connection {
    private static final long serialVersionUID = 1L;

    private final transient HandleState in;
    private final transient HandleState out;

    /**
     * Takes over the handles of its directions.
     *
     * @param in  null if it only sends
     * @param out null if it only receives
     */
    SharedConnection(HandleState in, HandleState out) {
        this.in = in;
        this.out = out;
        if (in != null) {
            in.watch(this);
        }
        if (out != null) {
            out.watch(this);
        }
    }

    // ---- sending ----

    @Override
    public void send(Object o) throws IOException, InterruptedException {
        Objects.requireNonNull(o, "message");
        HandleState state = writable();
        try (Scratch scratch = Scratch.borrow()) {
            Payload payload = Elements.BUILT_IN.encode(o, scratch);
            send(payload, false, state, o.getClass().getName());
            Departed.hold(state.attachment(), payload.position(), scratch.inTransit.takeOver());
        }
    }

    @Override
    public void sendBytes(byte[] b) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.borrow()) {
            send(scratch.payload.set(Objects.requireNonNull(b, "bytes"), b.length), true, writable(), "byte[]");
        }
    }

    @Override
    public void sendBytes(ByteBuffer b) throws IOException, InterruptedException {
        sendBytes(MemorySegment.ofBuffer(Objects.requireNonNull(b, "buffer")));
        b.position(b.limit());
    }

    @Override
    public void sendBytes(MemorySegment s) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.borrow()) {
            send(scratch.payload.set(Objects.requireNonNull(s, "segment")), true, writable(), "MemorySegment");
        }
    }

    /** Sends bytes as the user gave them. */
    void send(Payload payload, String what) throws IOException, InterruptedException {
        send(payload, true, writable(), what);
    }

    private void send(Payload payload, boolean raw, HandleState state, String what)
            throws IOException, InterruptedException {
        checkLength(state, payload.length(), what);
        write(state, () -> state.attachment().ring().put(payload, raw, state, Deadline.NEVER));
    }

    private static void checkLength(HandleState state, long length, String what) {
        if (!state.attachment().ring().canHold(length)) {
            throw new ElementTooLargeException("a " + what + " of " + length
                    + " encoded bytes can never fit into a pipe of "
                    + state.attachment().ring().layout().maxBytes() + " bytes; send it in pieces");
        }
    }

    /** A call of the inside that may wait. */
    private interface Call {
        Outcome run() throws InterruptedException;
    }

    private void write(HandleState state, Call call) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before it could send");
        }
        if (state.isAbandoned() && !state.isClosed()) {
            throw brokenPipe();
        }
        try {
            switch (call.run()) {
                case DONE -> {}
                case CLOSED -> throw closed();
                case SHUTDOWN, TIMED_OUT, WAIT, ABANDONED, AGAIN -> throw brokenPipe();
            }
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(toString(), failure);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Claim claim(long length) throws IOException, InterruptedException {
        HandleState state = writable();
        if (length < 0) {
            throw new IllegalArgumentException("length=" + length + " is negative");
        }
        checkLength(state, length, "claim");
        Attachment attachment = state.attachment();
        if (!attachment.retain()) {
            throw closed();
        }
        boolean done = false;
        try {
            Claimed place = attachment.ring().lendsMemory() && Claimed.isWorthIt(length) ? new Claimed() : null;
            // Without a place of its own it is as any other message: what ends the waiting for room is found out now.
            write(
                    state,
                    () -> place != null
                            ? attachment.ring().claim(place, length, state, Deadline.NEVER)
                            : state.isClosed() ? Outcome.CLOSED : Outcome.DONE);
            Claim claim = SharedClaim.of(this, place, length, attachment);
            done = true;
            return claim;
        } finally {
            if (!done) {
                Failures.turned(this, attachment::release);
            }
        }
    }

    /** Sends what has been written in its place. */
    void commit(Claimed place, long length) throws IOException, InterruptedException {
        HandleState state = writable();
        write(state, () -> state.attachment().ring().commit(place, length, true, state, Deadline.NEVER));
    }

    private ClosedChannelException closed() {
        if (Housekeeper.awaitEndOfJvm()) {
            return new ConnectionClosedException(Failures.letGoAtEnd(this));
        }
        return new ConnectionClosedException(
                this + " was closed in this process; close it after its last use");
    }

    private static IOException brokenPipe() {
        return new IOException(
                "nobody holds the other end of the pipe any more: all its holders have closed it or died");
    }

    // ---- receiving ----

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller says what it expects
    public <T> T recv() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.borrow()) {
            Received received = receive(scratch);
            if (received.isRaw()) {
                throw new SerializationException("the message of " + received.length()
                        + " bytes was sent by sendBytes; receive such messages by recvBytes");
            }
            return (T) decode(received);
        }
    }

    /** What carries handles stays in the pipe until they are open: its sender holds what they stand for until then. */
    private Object decode(Received received) throws ClosedChannelException {
        boolean isOurs = false;
        Object message;
        try {
            message = Elements.BUILT_IN.decode(received);
        } finally {
            isOurs = isDone(received);
        }
        if (!isOurs) {
            throw closed();
        }
        return message;
    }

    /** Ends what {@link #receive} began; false if this process has left meanwhile, and the message waits for others. */
    private boolean isDone(Received received) {
        try {
            return !received.carriesHandles()
                    || Failures.turned(
                            this, () -> in.attachment().ring().acknowledge(received.entry(), received.ticket()));
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public byte[] recvBytes() throws IOException, InterruptedException {
        return recvBytes(Integer.MAX_VALUE);
    }

    @Override
    public byte[] recvBytes(int maxLength) throws IOException, InterruptedException {
        if (maxLength < 0) {
            throw new IllegalArgumentException("maxLength=" + maxLength + " is negative");
        }
        try (Scratch scratch = Scratch.borrow()) {
            byte[] bytes = bytesOf(receiveBytes(scratch));
            if (bytes.length > maxLength) {
                throw new BufferTooShortException(
                        "the message has " + bytes.length + " bytes, more than maxLength=" + maxLength
                                + "; this exception carries it",
                        bytes);
            }
            return bytes;
        }
    }

    @Override
    public int recvBytesInto(ByteBuffer b) throws IOException, InterruptedException {
        if (Objects.requireNonNull(b, "buffer").isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only; receive into one that can be written");
        }
        try (Scratch scratch = Scratch.borrow()) {
            Received received = receiveBytes(scratch);
            if (received.length() > b.remaining()) {
                throw new BufferTooShortException(
                        "the message has " + received.length() + " bytes, but only " + b.remaining()
                                + " remain in the buffer; this exception carries it",
                        bytesOf(received));
            }
            b.put(received.bytes(), 0, received.length());
            return received.length();
        }
    }

    @Override
    public Message recvInPlace() throws IOException, InterruptedException {
        Attachment attachment = readable().attachment();
        if (!attachment.retain()) {
            throw closed();
        }
        boolean done = false;
        try (Scratch scratch = Scratch.borrow()) {
            scratch.received.stayInPlace(true);
            Message message = SharedMessage.of(receive(scratch), attachment);
            done = true;
            return message;
        } finally {
            if (!done) {
                Failures.turned(this, attachment::release);
            }
        }
    }

    /** As {@link #recvBytes()}, but null at once if there is no message; does not look at interrupts. */
    byte[] tryRecvBytes() {
        HandleState state = readable();
        try (Scratch scratch = Scratch.borrow()) {
            Outcome outcome = state.attachment().ring().take(scratch.received, state, Deadline.NOW);
            return outcome == Outcome.DONE && isDone(scratch.received) ? bytesOf(scratch.received) : null;
        } catch (InterruptedException e) {
            throw new AssertionError("does not wait", e);
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(toString(), failure);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private Received receiveBytes(Scratch scratch) throws IOException, InterruptedException {
        Received received = receive(scratch);
        if (!isDone(received)) {
            throw closed();
        }
        return received;
    }

    private static byte[] bytesOf(Received received) {
        return received.bytes().length == received.length()
                ? received.takeBytes()
                : Arrays.copyOf(received.bytes(), received.length());
    }

    private Received receive(Scratch scratch) throws IOException, InterruptedException {
        HandleState state = readable();
        try {
            Outcome outcome = state.attachment().ring().take(scratch.received, state, Deadline.NEVER);
            return switch (outcome) {
                case DONE -> scratch.received;
                case CLOSED -> throw closed();
                case SHUTDOWN, TIMED_OUT, WAIT, ABANDONED, AGAIN -> throw endOfStream();
            };
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(toString(), failure);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private EOFException endOfStream() {
        if (out != null && !out.isClosed()) {
            // The other direction is a segment of its own, where the same death may not have been noticed yet: whoever has
            // seen the end must not be able to send any more.
            out.attachment().lookForDead();
        }
        return new EOFException("the end of the pipe: nothing is left, and nobody holds the other end any more");
    }

    @Override
    public boolean poll() {
        HandleState state = readable();
        if (state.isClosed() || state.attachment().ring().isDetached()) {
            throw undeclared(closed());
        }
        return Failures.turned(this, () -> state.attachment().ring().size() > 0) || state.isAbandoned();
    }

    @Override
    public boolean poll(Duration timeout) throws InterruptedException {
        HandleState state = readable();
        try {
            return state.attachment().ring().awaitGettable(state, Deadline.in(timeout)) && poll();
        } catch (SegmentException | IndexOutOfBoundsException | IllegalArgumentException | InternalError failure) {
            throw Failures.of(this, failure);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Throws a checked exception that the signature of {@code poll} does not name, as its documentation says. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable> RuntimeException undeclared(Throwable t) throws X {
        throw (X) t;
    }

    Event readableEvent() {
        return readable().attachment().ring().gettable();
    }

    // ---- the handle ----

    private HandleState readable() {
        if (in == null) {
            throw new UnsupportedOperationException("this end of a one-way pipe only sends; receive from first()");
        }
        return in;
    }

    private HandleState writable() {
        if (out == null) {
            throw new UnsupportedOperationException("this end of a one-way pipe only receives; send to second()");
        }
        return out;
    }

    @Override
    public boolean isReadable() {
        return in != null;
    }

    @Override
    public boolean isWritable() {
        return out != null;
    }

    @Override
    public void close() {
        if (out != null) {
            out.close();
        }
        if (in != null) {
            in.close();
        }
    }

    @Override
    public String toString() {
        String kind = in == null ? "sends" : out == null ? "receives" : "sends and receives";
        HandleState any = in == null ? out : in;
        return "Connection[" + any.attachment().name() + ", " + kind + (any.isClosed() ? ", closed" : "") + "]";
    }

    /** A token that holds nothing: the other process must open it while this handle is open. */
    ConnectionToken token() {
        return new ConnectionToken(
                in == null ? null : in.attachment().locator(),
                out == null ? null : out.attachment().locator());
    }

    @Serial
    private Object writeReplace() {
        return new ConnectionToken(departing(in), departing(out));
    }

    private static String departing(HandleState state) {
        if (state == null) {
            return null;
        }
        if (state.isClosed()) { // another handle may hold the pipe, but the end of its stream may have been seen
            throw new QueueClosedException("a handle of " + state.attachment().name()
                    + " cannot be sent: it is closed; close it after it has been sent");
        }
        InTransit.depart(state.attachment(), state.role());
        return state.attachment().locator();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a connection crosses as a token, not as itself");
    }
}
