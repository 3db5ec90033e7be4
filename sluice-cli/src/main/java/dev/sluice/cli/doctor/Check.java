package dev.sluice.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param name    what was looked at
 * @param verdict how it is
 * @param found   what was found
 * @param remedy  what to do; empty if nothing is wanting
 */
record Check(String name, Verdict verdict, String found, Optional<String> remedy) {
    /** How a thing is. */
    enum Verdict {
        /** As it should be. */
        OK,
        /** Sluice works, slower or less of it. */
        LIMITED,
        /** Sluice does not work. */
        MISSING
    }

    static Check ok(String name, String found) {
        return new Check(name, Verdict.OK, found, Optional.empty());
    }

    static Check limited(String name, String found, String remedy) {
        return new Check(name, Verdict.LIMITED, found, Optional.of(remedy));
    }

    static Check missing(String name, String found, String remedy) {
        return new Check(name, Verdict.MISSING, found, Optional.of(remedy));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("verdict", verdict.name().toLowerCase(java.util.Locale.ROOT));
        json.put("found", found);
        json.put("remedy", remedy);
        return json;
    }
}
