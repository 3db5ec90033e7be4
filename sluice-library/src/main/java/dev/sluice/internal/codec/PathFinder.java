package dev.sluice.internal.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Finds the shortest way from the root of a message to the object that spoiled it, in the words of the user's code:
 * fields, components, indices, keys. Walks breadth first, and only after a failure: the encoders keep no path.
 */
final class PathFinder {
    private static final int MAX_OBJECTS = 1_000_000;
    private static final int MAX_KEY_CHARS = 40;

    private final Deque<Step> found = new ArrayDeque<>();
    private final Set<Object> seen = identitySet();
    private final boolean repeating;
    private Broken broken;

    /** With {@code repeating}, an object is found as often as it is met. */
    private PathFinder(boolean repeating) {
        this.repeating = repeating;
    }

    /** One object and how it was reached. */
    private record Step(Step before, String label, Object object) {
        String path() {
            List<String> labels = new ArrayList<>();
            for (Step step = this; step != null; step = step.before) {
                labels.add(step.label);
            }
            Collections.reverse(labels);
            return shortened(labels);
        }

        private static String shortened(List<String> labels) {
            if (labels.size() > 40) {
                List<String> ends = new ArrayList<>(labels.subList(0, 20));
                ends.add(" ... ");
                ends.addAll(labels.subList(labels.size() - 20, labels.size()));
                return String.join("", ends);
            }
            return String.join("", labels);
        }
    }

    /** The object that was looked for, null if it was not found; prints as the path, or as the root's class. */
    record Found(String path, Object object) {
        @Override
        public String toString() {
            return path;
        }
    }

    /** An accessor that throws. */
    record Broken(String path, Throwable cause) {}

    /** {@return the nearest object that fits} */
    static Found find(Object root, Predicate<Object> wanted) {
        PathFinder finder = from(root, false);
        for (Step step = finder.found.poll(); step != null; step = finder.found.poll()) {
            if (wanted.test(step.object)) {
                return new Found(step.path(), step.object);
            }
            finder.expand(step);
        }
        return new Found(nameOf(root.getClass()), null);
    }

    /** {@return the nearest accessor that throws, null if none does} */
    static Broken findBroken(Object root) {
        PathFinder finder = from(root, false);
        for (Step step = finder.found.poll(); step != null && finder.broken == null; step = finder.found.poll()) {
            finder.expand(step);
        }
        return finder.broken;
    }

    /**
     * {@return an object among the wanted ones that is part of its own content, null if there is none}
     * Walks depth first, in the order in which a serializer would.
     */
    static Object findSelfContained(Object root, Predicate<Object> wanted) {
        PathFinder finder = from(root, true);
        Set<Object> finished = identitySet();
        Set<Object> unfinished = identitySet();
        Deque<Object> path = new ArrayDeque<>();
        Deque<Deque<Step>> ahead = new ArrayDeque<>();
        ahead.push(finder.taken());
        while (!ahead.isEmpty() && finished.size() < MAX_OBJECTS) {
            Step step = ahead.peek().poll();
            if (step == null) {
                ahead.pop();
                if (!path.isEmpty()) {
                    unfinished.remove(path.peek());
                    finished.add(path.pop());
                }
            } else if (unfinished.contains(step.object)) {
                if (wanted.test(step.object)) {
                    return step.object;
                }
            } else if (!finished.contains(step.object)) {
                path.push(step.object);
                unfinished.add(step.object);
                finder.expand(new Step(null, "", step.object));
                ahead.push(finder.taken());
            }
        }
        return null;
    }

    private static PathFinder from(Object root, boolean repeating) {
        PathFinder finder = new PathFinder(repeating);
        finder.add(null, nameOf(root.getClass()), root);
        return finder;
    }

    private static Set<Object> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private Deque<Step> taken() {
        Deque<Step> all = new ArrayDeque<>(found);
        found.clear();
        return all;
    }

    private static String nameOf(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf("$$Lambda");
        if (lambda >= 0) {
            return "lambda";
        }
        if (type.isArray()) {
            return nameOf(type.getComponentType()); // the indices follow
        }
        if (type.getClassLoader() == null && !Modifier.isPublic(type.getModifiers())) {
            return interfaceNameOf(type); // List.of and the like
        }
        return type.getSimpleName().isEmpty() ? name.substring(name.lastIndexOf('.') + 1) : type.getSimpleName();
    }

    private static String interfaceNameOf(Class<?> type) {
        for (Class<?> known : List.of(List.class, Set.class, Map.class, Map.Entry.class, Collection.class)) {
            if (known.isAssignableFrom(type)) {
                return known.getSimpleName();
            }
        }
        return type.getSimpleName();
    }

    private void add(Step before, String label, Object object) {
        if (object != null && (repeating || (seen.size() < MAX_OBJECTS && seen.add(object)))) {
            found.add(new Step(before, label, object));
        }
    }

    private void expand(Step step) {
        Object object = step.object;
        ClassInfo info = ClassInfo.of(object.getClass());
        if (info.record != null) {
            expandRecord(step, info.record);
        } else if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                add(step, "[" + i + "]", array[i]);
            }
        } else if (info.kind >= 0) {
            expandContainer(step);
        } else if (object instanceof Serializable) {
            if (isOfJdk(object)) {
                expandContainer(step);
            }
            expandFields(step);
        }
    }

    /**
     * Whether it is a container made by the JDK, or a subclass of one. Others are not walked through: a queue
     * between processes is a collection, too.
     */
    private static boolean isOfJdk(Object container) {
        Class<?> type = container.getClass();
        while (type.getClassLoader() != null) {
            type = type.getSuperclass();
        }
        return !Modifier.isAbstract(type.getModifiers()) && type != Object.class;
    }

    private void expandRecord(Step step, RecordShape shape) {
        for (int i = 0; i < shape.componentCount() && broken == null; i++) {
            String label = "." + shape.componentName(i);
            try {
                add(step, label, shape.accessor(i).invoke(step.object));
            } catch (InvocationTargetException e) {
                broken = new Broken(step.path() + label, e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void expandContainer(Step step) {
        try {
            switch (step.object) {
                case Map<?, ?> map -> expandMap(step, map);
                case Collection<?> collection -> {
                    int index = 0;
                    for (Object element : collection) {
                        add(step, "[" + index++ + "]", element);
                    }
                }
                case Map.Entry<?, ?> entry -> {
                    add(step, ".key", entry.getKey());
                    add(step, ".value", entry.getValue());
                }
                case Optional<?> optional -> add(step, ".get()", optional.orElse(null));
                case AtomicReference<?> reference -> add(step, ".get()", reference.get());
                default -> {}
            }
        } catch (RuntimeException e) {
            // A collection of the user's own, or one changed by another thread: what was found so far has to do.
            return;
        }
    }

    private void expandMap(Step step, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = keyText(entry.getKey());
            add(step, "{" + key + "}", entry.getValue());
            add(step, "{key " + key + "}", entry.getKey());
        }
    }

    /** Only values print themselves: other toString methods may do anything. */
    private static String keyText(Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Enum || key instanceof Character
                || key instanceof Boolean) {
            String text = key.toString();
            return text.length() > MAX_KEY_CHARS ? text.substring(0, MAX_KEY_CHARS) + "..." : text;
        }
        return key == null ? "null" : nameOf(key.getClass());
    }

    private void expandFields(Step step) {
        for (Class<?> type = step.object.getClass(); type != null && Serializable.class.isAssignableFrom(type);
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                boolean written = !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
                if (written && !field.getType().isPrimitive()) {
                    expandField(step, field);
                }
            }
        }
    }

    private void expandField(Step step, Field field) {
        try {
            if (field.trySetAccessible()) {
                String name = field.getName();
                add(step, name.startsWith("arg$") ? " (captured)" : "." + name, field.get(step.object));
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
