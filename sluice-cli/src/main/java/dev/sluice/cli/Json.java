package dev.sluice.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes maps, lists, strings, numbers, booleans and nulls as JSON, two spaces a level. */
public final class Json {
    private static final int FIRST_PRINTABLE = 0x20;

    private Json() {}

    /**
     * Writes a value.
     *
     * @param value a map with strings as keys, a list, a string, number, boolean or null, or an optional of these
     * @return the text, without a line break at its end
     * @throws IllegalArgumentException if there is anything else in it
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "\n", out);
        return out.toString();
    }

    private static void write(Object value, String newLine, StringBuilder out) {
        switch (value) {
            case null -> out.append("null");
            case Boolean bool -> out.append(bool);
            case Number number -> out.append(number);
            case String string -> quote(string, out);
            case Optional<?> optional -> write(optional.orElse(null), newLine, out);
            case List<?> list -> {
                String separator = newLine + "  ";
                out.append('[');
                for (Object element : list) {
                    out.append(separator);
                    write(element, newLine + "  ", out);
                    separator = "," + newLine + "  ";
                }
                out.append(list.isEmpty() ? "]" : newLine + "]");
            }
            case Map<?, ?> map -> {
                String separator = newLine + "  ";
                out.append('{');
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator);
                    quote((String) entry.getKey(), out);
                    out.append(": ");
                    write(entry.getValue(), newLine + "  ", out);
                    separator = "," + newLine + "  ";
                }
                out.append(map.isEmpty() ? "}" : newLine + "}");
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
