// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operations that libtorch ran for generated programs, as its profiler recorded them.
 *
 * <p>On a GPU each operation that computes or copies costs a kernel launch, about 10 µs of the host, however small its work;
 * views cost no launch. So the number of launches, which is the same on every device, says where a small pass spends its
 * time. Counted are the calls that a program itself makes: what an operation calls inside is its implementation, which differs
 * between devices. Numbers that a program puts into tensors ({@code torch.tensor}) are uploads on a GPU and are seen there
 * only.
 *
 * @param calls the operations that a program or Java called, in their order
 * @param functions the number of runs of each method of a program
 */
public record OperationTrace(List<Call> calls, Map<String, Integer> functions) {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String NAMESPACE = "::";
    private static final String ATEN = "aten" + NAMESPACE;
    /** Only these copy inside an operation that copies where it must. */
    private static final Set<String> COPIES = Set.of("copy_", "clone");

    private static final Set<String> COPY_WHERE_NEEDED = Set.of("reshape", "flatten", "contiguous", "to", "unflatten");
    private static final Set<String> VIEWS = Set.of(
            "view",
            "slice",
            "select",
            "narrow",
            "transpose",
            "t",
            "permute",
            "expand",
            "unsqueeze",
            "squeeze",
            "as_strided",
            "view_as_real",
            "view_as_complex",
            "chunk",
            "split",
            "split_with_sizes",
            "unbind",
            "detach",
            "alias",
            "lift_fresh");
    /** Memory comes from an allocator without a launch. */
    private static final Set<String> ALLOCATIONS = Set.of("empty", "empty_like", "empty_strided", "set_");

    /** Copies the collections. */
    public OperationTrace {
        calls = List.copyOf(calls);
        functions = Map.copyOf(functions);
    }

    /**
     * An operation that was called by a program.
     *
     * @param name its name with its namespace, such as {@code aten::linear}
     * @param functions the methods of the program around it, outermost first
     * @param launch true if it computes or copies; false for views and allocations
     */
    public record Call(String name, List<String> functions, boolean launch) {

        /** Copies the list. */
        public Call {
            functions = List.copyOf(functions);
        }
    }

    /**
     * Runs {@code work} and returns the operations that this thread called. The engine must have been started. Only one trace
     * can be recorded at a time in a JVM.
     */
    public static OperationTrace of(Runnable work) {
        try {
            Path file = Files.createTempFile("aligner-operations", ".json");
            try {
                JniUtils.startProfile(false, false, false);
                try {
                    work.run();
                } finally {
                    JniUtils.stopProfile(file.toString());
                }
                return read(Files.readString(file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the operations of a program could not be recorded", e);
        }
    }

    /** Reads the events of a Chrome trace, which come in the order of their ends. */
    static OperationTrace read(String trace) {
        JsonNode events = MAPPER.readTree(trace);
        Map<String, Deque<Event>> open = new HashMap<>();
        List<Event> calls = new ArrayList<>();
        Map<String, Integer> functions = new HashMap<>();
        for (int i = events.size() - 1; i >= 0; i--) {
            JsonNode node = events.get(i);
            double start = node.get("ts").doubleValue();
            // An event that ended earlier but began later is a part of the one that ended later.
            Deque<Event> around = open.computeIfAbsent(node.get("tid").asString(), thread -> new ArrayDeque<>());
            while (!around.isEmpty() && start < around.getLast().start) {
                around.removeLast();
            }
            Event event = new Event(node.get("name").stringValue(), start, List.copyOf(around));
            if (!around.isEmpty() && around.getLast().name.equals(event.name) && event.isFunction()) {
                // The method that Java called is reported twice; none calls itself.
                continue;
            }
            around.add(event);
            event.around.forEach(outer -> outer.inner.add(event.name));
            if (event.isFunction()) {
                functions.merge(event.name, 1, Integer::sum);
            } else if (event.around.stream().allMatch(Event::isFunction)) {
                calls.add(event);
            }
        }
        Collections.reverse(calls);
        return new OperationTrace(calls.stream().map(Event::call).toList(), functions);
    }

    /** Returns the number of operations that compute or copy. */
    public int launches() {
        return (int) calls.stream().filter(Call::launch).count();
    }

    /** Returns the number of operations that compute or copy inside the method {@code function}, in all of its runs. */
    public int launches(String function) {
        return (int) calls.stream()
                .filter(call -> call.launch() && call.functions().contains(function))
                .count();
    }

    /** Returns how often the method {@code function} ran. */
    public int runs(String function) {
        return functions.getOrDefault(function, 0);
    }

    private static final class Event {

        private final String name;
        private final double start;
        private final List<Event> around;
        private final List<String> inner = new ArrayList<>();

        Event(String name, double start, List<Event> around) {
            this.name = name;
            this.start = start;
            this.around = around;
        }

        /** The profiler reports a program's methods, too, by their bare names. */
        boolean isFunction() {
            return !name.contains(NAMESPACE);
        }

        Call call() {
            return new Call(name, around.stream().map(function -> function.name).toList(), launches());
        }

        private boolean launches() {
            String operation = name.startsWith(ATEN) ? name.substring(ATEN.length()) : name;
            if (COPY_WHERE_NEEDED.contains(operation)) {
                return inner.stream().anyMatch(part -> COPIES.contains(part.substring(part.indexOf(NAMESPACE) + 2)));
            }
            return !VIEWS.contains(operation) && !ALLOCATIONS.contains(operation);
        }
    }
}
