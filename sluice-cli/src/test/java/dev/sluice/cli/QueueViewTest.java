package dev.sluice.cli;

import dev.sluice.QueueStatus;
import dev.sluice.QueueStatus.Holder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueViewTest {
    private static final QueueStatus ORDERS = new QueueStatus(
            "orders",
            true,
            100,
            4294967296L,
            17,
            20480,
            3,
            1234567,
            false,
            2097152,
            List.of(new Holder(4711, Optional.of("java -cp app.jar Shop"), 3), new Holder(4712, Optional.empty(), 0)));
    private static final QueueStatus LOG =
            new QueueStatus("log", false, Integer.MAX_VALUE, 1048576, 0, 0, 0, 0, true, 65536, List.of());

    @Test
    void jsonIsAsInItsGoldenFile() throws IOException {
        Golden.check("queues.json", Json.write(List.of(QueueView.json(ORDERS), QueueView.json(LOG))) + "\n");
    }

    @Test
    void theTableIsAsInItsGoldenFile() throws IOException {
        Golden.check("queues.txt", String.join("\n", QueueView.table(List.of(ORDERS, LOG))) + "\n");
    }

    @Test
    void theDetailsAreAsInTheirGoldenFile() throws IOException {
        Golden.check("queue.txt", QueueView.details(ORDERS));
    }
}
