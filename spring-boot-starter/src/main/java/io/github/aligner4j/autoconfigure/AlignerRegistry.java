// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.autoconfigure.AlignerKind.Backend;
import io.github.aligner4j.autoconfigure.AlignerProperties.Cache;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.hub.KnownModels;
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
import java.util.TreeSet;
import java.util.function.Supplier;
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
    private final Map<String, AlignerGroup> opened = new LinkedHashMap<>();
    private final Map<String, CachingAligner> caches = new TreeMap<>();

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
                    user + " uses the Aligner '" + name + "', but "
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
        synchronized (lock) {
            AlignerGroup group = Objects.requireNonNull(opened.get(name));
            return caches.computeIfAbsent(name, key -> cache.of(aligner, () -> String.valueOf(group.reloads())));
        }
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
            AlignerGroup group = opened.get(name);
            if (group == null) {
                Definition definition = definition(name);
                Map<String, Definition> sharing = sharing(name, definition, used);
                group = new AlignerGroup(() -> AlignerKind.of(definition) == AlignerKind.ROUTER
                        ? Map.of(name, router(name, definition, used))
                        : load(name, sharing));
                for (String member : sharing.keySet()) {
                    opened.put(member, group);
                }
            }
            return group.member(name);
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
            Map<String, Aligner> aligners = available.openSharing(sharing);
            sharing.keySet()
                    .forEach(member -> Objects.requireNonNull(
                            aligners.get(member), () -> "the AlignerFactory returned no Aligner '" + member + "'"));
            return aligners;
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
            opened.forEach((name, group) -> states.put(name, state(available, group.opened(name))));
        }
        return states;
    }

    /** Has the Aligners on checkpoints in this JVM correct a short text. */
    void warmUp() {
        AlignerFactory available = factory.getIfAvailable();
        Map<String, Aligner> loaded = new LinkedHashMap<>();
        synchronized (lock) {
            opened.forEach((name, group) -> {
                if (Backend.of(definition(name)).isLoaded()) {
                    loaded.put(name, group.opened(name));
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

    /** Returns the models that were opened: the state of each by the names of the Aligners on it, joined by a plus sign. */
    Map<String, Supplier<AlignerState>> models() {
        Map<AlignerGroup, String> names = new LinkedHashMap<>();
        synchronized (lock) {
            opened.forEach((name, group) -> names.merge(group, name, (before, next) -> before + '+' + next));
        }
        Map<String, Supplier<AlignerState>> models = new LinkedHashMap<>();
        names.forEach((group, joined) ->
                models.put(joined, () -> state(factory.getIfAvailable(), group.opened(joined.split("\\+", 2)[0]))));
        return models;
    }

    /** Returns the Aligners with a cache, by name. */
    Map<String, CachingAligner> caches() {
        synchronized (lock) {
            return Map.copyOf(caches);
        }
    }

    /** Returns the description of the Aligner that was opened under a name. */
    AlignerDescription description(String name) {
        synchronized (lock) {
            AlignerGroup group = opened.get(name);
            return group == null
                    ? AlignerDescription.UNKNOWN
                    : group.opened(name).description();
        }
    }

    /** Returns the licence of an Aligner's checkpoint, if it is one of the known models. */
    @Nullable String licence(String name) {
        return KnownModels.find(definition(name).checkpoint())
                .map(model -> model.licence().name())
                .orElse(null);
    }

    /**
     * Opens an Aligner again, with the others on its model, and switches to the new ones without losing a call.
     *
     * @return the names of the Aligners that were opened again
     * @throws IllegalArgumentException if none of this name was opened by properties
     * @throws AlignerSetupException if one can't be opened; the old ones then stay
     */
    Set<String> reload(String name) {
        AlignerGroup group;
        Set<String> members = new TreeSet<>();
        synchronized (lock) {
            group = opened.get(name);
            AlignerGroup found = group;
            opened.forEach((member, each) -> {
                if (each == found) {
                    members.add(member);
                }
            });
        }
        if (group == null || AlignerKind.of(definition(name)) == AlignerKind.ROUTER) {
            throw new IllegalArgumentException("no Aligner '" + name
                    + "' with a model of its own was opened by properties;" + " choose from " + reloadable());
        }
        AlignerFactory available = factory.getIfAvailable();
        boolean loaded = Backend.of(definition(name)).isLoaded();
        group.reload(aligner -> {
            if (loaded && available != null) {
                available.warmUp(aligner);
            }
        });
        LOG.info("Reloaded the Aligners {}", members);
        return members;
    }

    private List<String> reloadable() {
        synchronized (lock) {
            return opened.keySet().stream()
                    .filter(name -> AlignerKind.of(definition(name)) != AlignerKind.ROUTER)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            new LinkedHashSet<>(opened.values()).forEach(AlignerGroup::close);
            opened.clear();
        }
    }
}
