package dev.sluice.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names of classes that are not public may change from JDK to JDK; the codec would then still work, but slowly. */
@SuppressWarnings("JdkObsolete")
class KnownClassesTest {
    @Test
    void the_private_classes_of_this_jdk_have_the_names_that_we_know() {
        Map<Object, Byte> expected = new HashMap<>();
        expected.put(List.of().getClass(), Format.IMMUTABLE_LIST);
        expected.put(List.of(1).getClass(), Format.IMMUTABLE_LIST);
        expected.put(Set.of().getClass(), Format.IMMUTABLE_SET);
        expected.put(Set.of(1).getClass(), Format.IMMUTABLE_SET);
        expected.put(Map.of().getClass(), Format.IMMUTABLE_MAP);
        expected.put(Map.of(1, 1).getClass(), Format.IMMUTABLE_MAP);
        expected.put(Map.entry(1, 1).getClass(), Format.MAP_ENTRY);
        expected.put(Arrays.asList(1).getClass(), Format.AS_LIST);
        expected.put(Collections.emptyList().getClass(), Format.EMPTY_LIST);
        expected.put(Collections.emptySet().getClass(), Format.EMPTY_SET);
        expected.put(Collections.emptyMap().getClass(), Format.EMPTY_MAP);
        expected.put(Collections.singletonList(1).getClass(), Format.SINGLETON_LIST);
        expected.put(Collections.singleton(1).getClass(), Format.SINGLETON_SET);
        expected.put(Collections.singletonMap(1, 1).getClass(), Format.SINGLETON_MAP);
        expected.put(Collections.unmodifiableList(new ArrayList<>()).getClass(), Format.UNMODIFIABLE_LIST);
        expected.put(Collections.unmodifiableList(new LinkedList<>()).getClass(), Format.UNMODIFIABLE_LINKED_LIST);
        expected.put(EnumSet.noneOf(Thread.State.class).getClass(), Format.ENUM_SET);
        expected.put(EnumSet.noneOf(Character.UnicodeScript.class).getClass(), Format.ENUM_SET);
        expected.put(ZoneId.of("Europe/Paris").getClass(), Format.ZONE_REGION);
        expected.put(Collections.reverseOrder().getClass(), Format.REVERSE_ORDER);
        expected.put(java.util.Comparator.naturalOrder().getClass(), Format.NATURAL_ORDER);
        expected.put(String.CASE_INSENSITIVE_ORDER.getClass(), Format.CASE_INSENSITIVE_ORDER);

        expected.forEach((type, tag) -> assertEquals(tag, KnownClasses.tagOf((Class<?>) type), type.toString()));
    }

    @Test
    void every_known_name_is_that_of_a_class() throws Exception {
        for (byte tag = 0; tag >= 0; tag++) {
            assertNotEquals(Object.class, KnownClasses.classOf(tag));
        }
    }

    @Test
    void no_two_tags_are_the_same() throws Exception {
        Map<Byte, String> seen = new HashMap<>();
        for (Field field : Format.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == byte.class
                    && !field.getName().startsWith("NUMBERED")) {
                String other = seen.put(field.getByte(null), field.getName());
                assertEquals(null, other, field.getName());
            }
        }
    }
}
