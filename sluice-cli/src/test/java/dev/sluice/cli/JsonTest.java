package dev.sluice.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesNestedValues() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", "orders");
        map.put("sizes", List.of(1, 2L, 0.5));
        map.put("nothing", null);
        map.put("absent", Optional.empty());
        map.put("present", Optional.of(true));
        map.put("empty", List.of());
        map.put("object", Map.of());
        assertEquals(
                """
                {
                  "name": "orders",
                  "sizes": [
                    1,
                    2,
                    0.5
                  ],
                  "nothing": null,
                  "absent": null,
                  "present": true,
                  "empty": [],
                  "object": {}
                }""",
                Json.write(map));
    }

    @Test
    void escapesWhatJsonForbidsInStrings() {
        assertEquals("\"a\\\"b\\\\c\\u000a\\u0009包\\ud83e\\udd5f\"", Json.write("a\"b\\c\n\t包🥟"));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    }
}
