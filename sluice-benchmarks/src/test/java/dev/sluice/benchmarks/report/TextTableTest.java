package dev.sluice.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {
    @Test
    void textsStandToTheLeftAndNumbersToTheRight() {
        TextTable table = new TextTable(1, "who", "rate");
        table.row("sluice", "9");
        table.row("abq", "12345");
        assertEquals(List.of("who      rate", "sluice      9", "abq     12345"), table.lines());
    }

    @Test
    void markdownSaysWhereColumnsAlign() {
        TextTable table = new TextTable(1, "who", "rate");
        table.row("sluice", "9");
        assertEquals(List.of("| who | rate |", "|---|--:|", "| sluice | 9 |"), table.markdown());
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TextTable(1, "who", "rate").row("sluice"));
    }

    @Test
    void numbersHaveThreeDigitsAndAUnit() {
        assertEquals(
                List.of("0.50", "12.3", "999", "1.00 k", "45.7 M", "30.0 G"),
                List.of(
                        Numbers.large(0.5),
                        Numbers.large(12.34),
                        Numbers.large(999),
                        Numbers.large(1000),
                        Numbers.large(45_678_900),
                        Numbers.large(30e9)));
    }
}
