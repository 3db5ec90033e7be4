package dev.sluice.examples.index;

import java.util.ArrayList;
import java.util.List;

/**
 * The files that a worker indexes at once.
 *
 * @param id    the number of the chunk, by which the parent knows its result
 * @param names the names of the files
 */
record Chunk(int id, List<String> names) {
    static List<Chunk> divide(List<String> names, int filesPerChunk) {
        List<Chunk> chunks = new ArrayList<>();
        for (int start = 0; start < names.size(); start += filesPerChunk) {
            int end = Math.min(start + filesPerChunk, names.size());
            chunks.add(new Chunk(chunks.size(), List.copyOf(names.subList(start, end))));
        }
        return chunks;
    }
}
