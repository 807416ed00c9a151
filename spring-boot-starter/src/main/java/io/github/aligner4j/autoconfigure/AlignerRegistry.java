package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerKind.Backend;
import io.github.aligner4j.autoconfigure.AlignerProperties.Cache;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The Aligners that properties define. One that a chain uses is opened once, together with those that can share its
 * checkpoint, and closed with the application.
 */
final class AlignerRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlignerRegistry.class);

    private final Map<String, Definition> definitions;
    private final boolean implied;
    private final ObjectProvider<AlignerFactory> factory;
    private final ListableBeanFactory beans;
    private final DetectorBeans detectors;
    private final Set<String> opening = new LinkedHashSet<>();
    private final Object lock = new Object();
    private final Map<String, Aligner> opened = new LinkedHashMap<>();

    AlignerRegistry(AlignerProperties properties, ObjectProvider<AlignerFactory> factory, ListableBeanFactory beans) {
        this.implied = properties.aligners().isEmpty();
        this.definitions = implied ? Map.of(ChainPlan.CIVILITY, Definition.embedded()) : properties.aligners();
        this.factory = factory;
        this.beans = beans;
        this.detectors = new DetectorBeans(beans);
    }

    /** Returns the detectors of the application. */
    DetectorBeans detectors() {
        return detectors;
    }

    /** Returns the names of all definitions, sorted. */
    Iterable<String> names() {
        return new TreeMap<>(definitions).keySet();
    }

    /** Returns the origin of the Aligner {@code name}, for the log. */
    String source(String name) {
        Definition definition = isOpen(name) ? definitions.get(name) : null;
        if (definition == null) {
            return "a bean";
        }
        return AlignerKind.of(definition).description(definition);
    }

    /** Returns whether an Aligner is defined, by properties or by their absence. */
    boolean isDefined(String name) {
        return definitions.containsKey(name);
    }

    /** Returns whether properties define an Aligner. */
    boolean isDefinedByProperties(String name) {
        return !implied && isDefined(name);
    }

    /** Returns the definition of {@code name}, checked. */
    Definition definition(String name) {
        Definition definition = definitions.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("no Aligner '" + name + "' is defined; defined are " + names());
        }
        DefinitionChecks.check(name, definition);
        return definition;
    }

    /**
     * Returns the Aligner {@code name}, a bean or one that is defined; opens it first, if necessary, with the others that can
     * share its checkpoint.
     *
     * @param user the chain or router that names it, for messages, such as {@code The chain 'default'}
     * @param used the names of the Aligners that chains use; no others are opened
     */
    Aligner aligner(String name, String user, Set<String> used) {
        boolean bean = beans.containsBean(name) && beans.isTypeMatch(name, Aligner.class);
        if (bean && isDefinedByProperties(name)) {
            throw new AlignerSetupException(
                    "Two Aligners have the name '" + name + "': a bean, and aligner.aligners." + name + ".",
                    "Rename one of them.");
        }
        if (bean) {
            return beans.getBean(name, Aligner.class);
        }
        if (!isDefined(name)) {
            throw new AlignerSetupException(
                    user + " has a layer '" + name + "', but "
                            + (beans.containsBean(name)
                                    ? "the bean of this name is not an Aligner."
                                    : "no Aligner has this name."),
                    "Define aligner.aligners." + name + " or an Aligner bean '" + name + "', or choose from "
                            + allNames() + ".");
        }
        return cached(name, open(name, used), definition(name).cache());
    }

    private Aligner cached(String name, Aligner aligner, @Nullable Cache cache) {
        if (cache == null) {
            return aligner;
        }
        if (withRoutes(Set.of(name)).stream().anyMatch(this::readsAttributes)) {
            throw new AlignerSetupException(
                    "aligner.aligners." + name
                            + ".cache is set, but its routes depend on attributes, which a cache does not"
                            + " tell apart.",
                    "Remove the cache, or set it on the Aligners of the routes.");
        }
        if (!aligner.deterministic() || withRoutes(Set.of(name)).stream().anyMatch(this::leavesSampling)) {
            throw new AlignerSetupException(
                    "aligner.aligners." + name + ".cache is set, but '" + name
                            + "' samples, so that each correction may be different.",
                    "Remove the cache, or the samples and model-sampling.");
        }
        return cache.of(aligner);
    }

    private boolean leavesSampling(String name) {
        Definition definition = definitions.get(name);
        return definition != null && definition.modelSampling();
    }

    private boolean readsAttributes(String name) {
        Definition definition = definitions.get(name);
        return definition != null
                && definition.routes().stream()
                        .map(AlignerProperties.Route::when)
                        .anyMatch(when -> !when.attributes().isEmpty() || when.toolTurn() != null);
    }

    private List<String> allNames() {
        List<String> names = new ArrayList<>();
        names().forEach(names::add);
        names.addAll(List.of(beans.getBeanNamesForType(Aligner.class, true, false)));
        return names;
    }

    private Aligner open(String name, Set<String> used) {
        synchronized (lock) {
            if (!opened.containsKey(name)) {
                Definition definition = definition(name);
                opened.putAll(
                        AlignerKind.of(definition) == AlignerKind.ROUTER
                                ? Map.of(name, router(name, definition, used))
                                : load(name, sharing(name, definition, used)));
            }
            return Objects.requireNonNull(
                    opened.get(name), () -> "the AlignerFactory returned no Aligner '" + name + "'");
        }
    }

    private Aligner router(String name, Definition definition, Set<String> used) {
        if (!opening.add(name)) {
            throw new AlignerSetupException(
                    "The routes of " + opening + " lead back to '" + name + "'.",
                    "Remove one of them, so that no router is behind itself.");
        }
        try {
            return new RouterFactory(name, definition, beans, detectors)
                    .router(aligner -> aligner(aligner, "The router '" + name + "'", used));
        } finally {
            opening.remove(name);
        }
    }

    /** Returns {@code names} and the Aligners that their routers lead to. */
    Set<String> withRoutes(Set<String> names) {
        Set<String> all = new LinkedHashSet<>();
        Deque<String> left = new ArrayDeque<>(names);
        while (!left.isEmpty()) {
            String name = left.pop();
            Definition definition = definitions.get(name);
            if (definition != null && all.add(name)) {
                definition.routes().forEach(route -> left.push(route.aligner()));
                Optional.ofNullable(definition.otherwise()).ifPresent(left::push);
            }
        }
        return all;
    }

    private Map<String, Definition> sharing(String wanted, Definition definition, Set<String> used) {
        if (!Backend.of(definition).isLoaded()) {
            return Map.of(wanted, definition);
        }
        Map<String, Definition> sharing = new LinkedHashMap<>();
        for (String name : names()) {
            if (used.contains(name) && definition(name).shared().equals(definition.shared())) {
                sharing.put(name, definition(name));
            }
        }
        return sharing;
    }

    private Map<String, Aligner> load(String name, Map<String, Definition> sharing) {
        AlignerFactory available = factory.getIfAvailable();
        if (available == null) {
            throw new AlignerSetupException(
                    "The Aligner '" + name + "' is a checkpoint, but no AlignerFactory can load it.",
                    "Add io.github.aligner4j:aligner-gpu-runtime to the class path, define a bean of type AlignerFactory, or"
                            + " set the layers of the chains to beans of type Aligner.");
        }
        try {
            return available.openSharing(sharing);
        } catch (AlignerSetupException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AlignerSetupException(
                    "The Aligner '" + name + "' (" + source(definition(name)) + ") can't be loaded"
                            + (sharing.size() > 1 ? " for " + sharing.keySet() : "") + ": " + e.getMessage() + ".",
                    "Correct aligner.aligners." + name + ", or what it points to.",
                    e);
        }
    }

    private static String source(Definition definition) {
        return AlignerKind.of(definition) == AlignerKind.CHECKPOINT
                ? "checkpoint '" + definition.checkpoint() + "'"
                : AlignerKind.of(definition).description(definition);
    }

    private boolean isOpen(String name) {
        synchronized (lock) {
            return opened.containsKey(name);
        }
    }

    /** Returns the state of each opened Aligner, by name. */
    Map<String, AlignerState> states() {
        Map<String, AlignerState> states = new LinkedHashMap<>();
        synchronized (lock) {
            AlignerFactory available = factory.getIfAvailable();
            opened.forEach((name, aligner) -> states.put(name, state(available, aligner)));
        }
        return states;
    }

    /** Has the Aligners on checkpoints in this JVM correct a short text. */
    void warmUp() {
        AlignerFactory available = factory.getIfAvailable();
        Map<String, Aligner> loaded = new LinkedHashMap<>();
        synchronized (lock) {
            opened.forEach((name, aligner) -> {
                if (Backend.of(definition(name)).isLoaded()) {
                    loaded.put(name, aligner);
                }
            });
        }
        if (available != null) {
            loaded.forEach((name, aligner) -> {
                LOG.debug("Warming up the Aligner '{}'", name);
                available.warmUp(aligner);
            });
        }
    }

    private static AlignerState state(@Nullable AlignerFactory factory, Aligner aligner) {
        try {
            return factory == null ? AlignerState.LOADED : factory.state(aligner);
        } catch (RuntimeException e) {
            // Without the message, which may quote texts.
            return new AlignerState(true, Map.of("unknown", e.getClass().getName()));
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            opened.forEach(AlignerRegistry::close);
            opened.clear();
        }
    }

    private static void close(String name, Aligner aligner) {
        if (aligner instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn(
                        "The Aligner '{}' failed to close with {}",
                        name,
                        e.getClass().getName());
            }
        }
    }
}
