package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The Aligners that properties define and chains use: each is opened once, together with those that can share what it loads,
 * and closed with the application.
 */
final class AlignerRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlignerRegistry.class);

    private final Map<String, Definition> definitions;
    private final ObjectProvider<AlignerFactory> factory;
    private final Object lock = new Object();
    private final Map<String, Aligner> opened = new LinkedHashMap<>();

    AlignerRegistry(AlignerProperties properties, ObjectProvider<AlignerFactory> factory) {
        this.definitions = properties.aligners().isEmpty()
                ? Map.of(ChainPlan.CIVILITY, Definition.embedded())
                : properties.aligners();
        this.factory = factory;
    }

    /** The names that are defined, opened or not, sorted. */
    Iterable<String> names() {
        return new TreeMap<>(definitions).keySet();
    }

    /** Returns what the Aligner {@code name} comes from, in a few words. */
    String source(String name) {
        Definition definition = definitions.get(name);
        if (definition == null) {
            return "a bean";
        }
        String adapter = definition.adapter() == null ? "" : " with adapter " + definition.adapter();
        return "checkpoint " + definition.checkpoint() + adapter;
    }

    boolean isDefined(String name) {
        return definitions.containsKey(name);
    }

    /** Returns the definition of {@code name} after having looked for what can't be meant. */
    Definition definition(String name) {
        Definition definition = definitions.get(name);
        if (definition == null) {
            throw new IllegalArgumentException("no Aligner '" + name + "' is defined; defined are " + names());
        }
        DefinitionChecks.check(name, definition);
        return definition;
    }

    /**
     * Returns the Aligner {@code name}, and has others loaded with it if they can share what it loads.
     *
     * @param used the names that chains use; others are never loaded
     */
    Aligner open(String name, Set<String> used) {
        synchronized (lock) {
            Aligner known = opened.get(name);
            if (known == null) {
                opened.putAll(load(name, sharing(definition(name), used)));
                known = Objects.requireNonNull(
                        opened.get(name), () -> "the AlignerFactory opened no Aligner for " + name);
            }
            return known;
        }
    }

    private Map<String, Definition> sharing(Definition definition, Set<String> used) {
        Map<String, Definition> sharing = new LinkedHashMap<>();
        for (String name : names()) {
            if (used.contains(name) && definition(name).loaded().equals(definition.loaded())) {
                sharing.put(name, definition(name));
            }
        }
        return sharing;
    }

    private Map<String, Aligner> load(String name, Map<String, Definition> sharing) {
        AlignerFactory loader = factory.getIfAvailable();
        if (loader == null) {
            throw new AlignerSetupException(
                    "The Aligner '" + name + "' has to be loaded from a checkpoint, but there is nothing to run one.",
                    "Add io.github.aligner4j:aligner-gpu-runtime to the class path, define a bean of type AlignerFactory, or "
                            + "let aligner.chains name Aligner beans only.");
        }
        try {
            return loader.openSharing(sharing);
        } catch (AlignerSetupException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AlignerSetupException(
                    "The Aligner '" + name + "' (checkpoint '"
                            + definition(name).checkpoint() + "') can't be loaded"
                            + (sharing.size() > 1 ? " for " + sharing.keySet() : "") + ": " + e.getMessage() + ".",
                    "Correct aligner.aligners." + name + ", or what it points to.",
                    e);
        }
    }

    /** Returns how each opened Aligner is doing. */
    Map<String, AlignerState> states() {
        Map<String, AlignerState> states = new LinkedHashMap<>();
        synchronized (lock) {
            AlignerFactory loader = factory.getIfAvailable();
            opened.forEach((name, aligner) -> states.put(name, state(loader, aligner)));
        }
        return states;
    }

    private static AlignerState state(@Nullable AlignerFactory loader, Aligner aligner) {
        try {
            return loader == null ? AlignerState.LOADED : loader.state(aligner);
        } catch (RuntimeException e) {
            // A stranger's message may quote texts, so only its type is told.
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
                        "The Aligner '{}' could not be closed: {}",
                        name,
                        e.getClass().getName());
            }
        }
    }
}
