package dev.sluice.internal.codec;

/**
 * What decoding can use again from one message to the next; for one thread at a time. Nothing of a message stays
 * reachable from it.
 */
public final class DecodeState {
    private Decoder idle;

    /** Creates a state that has nothing to use again yet. */
    public DecodeState() {}

    /** Gives away the decoder: a decoded object's own code may decode as well, and then gets another one. */
    Decoder take() {
        Decoder decoder = idle;
        if (decoder == null) {
            return new Decoder();
        }
        idle = null;
        return decoder;
    }

    /** Takes back a decoder that has read its message to the end; one that failed is simply dropped. */
    void giveBack(Decoder decoder) {
        idle = decoder;
    }
}
