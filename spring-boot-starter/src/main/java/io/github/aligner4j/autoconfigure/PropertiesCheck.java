// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Stops an application that has unknown properties below {@code aligner}, since a misspelt policy would be ignored. Boot's own
 * {@code ignoreUnknownFields} does not check environment variables, and suggests no similar names.
 *
 * <p>Environment variables can belong to other software: Kubernetes sets {@code ALIGNER_SERVICE_HOST} for a service named
 * {@code aligner}. Those that are similar to no property are therefore ignored.
 */
final class PropertiesCheck implements BeanFactoryPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(PropertiesCheck.class);
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("aligner");

    /** Read by the runtime itself, as a system property or as {@code ALIGNER_LIBTORCH}. */
    private static final ConfigurationPropertyName LIBTORCH = ConfigurationPropertyName.of("aligner.libtorch");

    private static final PropertyNames KNOWN = PropertyNames.of(AlignerProperties.class);

    private final ConfigurableEnvironment environment;

    PropertiesCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Map<ConfigurationPropertyName, InvalidProperty> invalid = new LinkedHashMap<>();
        List<String> foreign = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
            if (source instanceof IterableConfigurationPropertySource properties) {
                properties.stream()
                        .filter(name -> PREFIX.isAncestorOf(name) && !name.equals(LIBTORCH))
                        .forEach(name -> check(properties, name, invalid, foreign));
            }
        }
        if (!invalid.isEmpty()) {
            throw new AlignerSetupException(
                    lines(invalid.values().stream()
                            .map(InvalidProperty::description)
                            .toList()),
                    lines(invalid.values().stream().map(InvalidProperty::action).toList()));
        }
        if (!foreign.isEmpty()) {
            LOG.info("Environment variables that are not properties of Aligner4J are ignored: {}", foreign);
        }
        requireTrueOrFalse();
    }

    private static void check(
            IterableConfigurationPropertySource source,
            ConfigurationPropertyName name,
            Map<ConfigurationPropertyName, InvalidProperty> invalid,
            List<String> foreign) {
        boolean environmentVariable = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        PropertyPath path = PropertyPath.follow(KNOWN, elements(name), environmentVariable);
        ConfigurationProperty property = source.getConfigurationProperty(name);
        if (property == null || (path.isKnown() && (isEmpty(property) || isValue(source, name, path)))) {
            return;
        }
        List<String> suggestions = path.isKnown() ? List.of() : path.suggestions(KNOWN);
        if (environmentVariable && path.known() == 0 && suggestions.isEmpty()) {
            foreign.add(String.valueOf(property.getOrigin()));
            return;
        }
        invalid.putIfAbsent(
                name, new InvalidProperty(name, path, property.getOrigin(), suggestions, environmentVariable));
    }

    /** Returns whether a known property may have a value: its short form must not hide properties below it in the same source. */
    private static boolean isValue(
            IterableConfigurationPropertySource source, ConfigurationPropertyName name, PropertyPath path) {
        return path.reached().takesValue()
                && (path.reached().children().isEmpty()
                        || source.containsDescendantOf(name) != ConfigurationPropertyState.PRESENT);
    }

    private static List<String> elements(ConfigurationPropertyName name) {
        return IntStream.range(PREFIX.getNumberOfElements(), name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .toList();
    }

    /** Returns whether the value is an empty string, as which YAML passes an empty map or list. */
    private static boolean isEmpty(ConfigurationProperty property) {
        return property.getValue().toString().isEmpty();
    }

    private static String lines(List<String> sentences) {
        return sentences.stream().collect(Collectors.joining(System.lineSeparator()));
    }

    /** Checks {@code aligner.enabled}; for the conditions, everything but {@code true} is false. */
    private void requireTrueOrFalse() {
        String enabled = environment.getProperty("aligner.enabled", "false");
        if (!enabled.equalsIgnoreCase("true") && !enabled.equalsIgnoreCase("false")) {
            throw new AlignerSetupException(
                    "aligner.enabled is '" + enabled + "', but must be true or false.",
                    "Set it to true to align chat clients and chat models, or to false.");
        }
    }
}
