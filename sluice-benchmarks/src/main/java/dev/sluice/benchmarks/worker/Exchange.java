package dev.sluice.benchmarks.worker;

/**
 * One side of an exchange of requests and replies.
 *
 * @param out where its messages go in
 * @param in  where those of the other side come out
 */
public record Exchange(Sender<Integer> out, Receiver<Integer> in) {}
