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
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Stops an application if it has properties below {@code aligner} that nobody reads: a misspelt policy must not be taken for
 * none. Boot's own {@code ignoreUnknownFields} leaves out what comes from the environment, and knows no nearest names.
 *
 * <p>Environment variables may be somebody else's (Kubernetes sets {@code ALIGNER_SERVICE_HOST} if there is a service of that
 * name): of those, what resembles no property is left alone.
 */
final class PropertiesCheck implements BeanFactoryPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(PropertiesCheck.class);
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("aligner");
    private static final PropertyNames KNOWN = PropertyNames.of(AlignerProperties.class);

    private final ConfigurableEnvironment environment;

    PropertiesCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Map<ConfigurationPropertyName, InvalidProperty> mistakes = new LinkedHashMap<>();
        List<String> foreign = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.from(environment.getPropertySources())) {
            if (source instanceof IterableConfigurationPropertySource names) {
                names.stream().filter(PREFIX::isAncestorOf).forEach(name -> check(names, name, mistakes, foreign));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new AlignerSetupException(
                    lines(mistakes.values().stream()
                            .map(InvalidProperty::description)
                            .toList()),
                    lines(mistakes.values().stream()
                            .map(InvalidProperty::action)
                            .toList()));
        }
        if (!foreign.isEmpty()) {
            LOG.info("Environment variables that are not properties of Aligner4J are ignored: {}", foreign);
        }
        requireTrueOrFalse();
    }

    private static void check(
            IterableConfigurationPropertySource source,
            ConfigurationPropertyName name,
            Map<ConfigurationPropertyName, InvalidProperty> mistakes,
            List<String> foreign) {
        boolean variable = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
        PropertyPath path = PropertyPath.follow(KNOWN, elements(name), variable);
        ConfigurationProperty property = source.getConfigurationProperty(name);
        if (property == null || (path.isKnown() && (path.reached().takesValue() || isEmpty(property)))) {
            return;
        }
        List<String> nearest = path.isKnown() ? List.of() : path.nearest(KNOWN);
        if (variable && path.known() == 0 && nearest.isEmpty()) {
            foreign.add(String.valueOf(property.getOrigin()));
            return;
        }
        mistakes.putIfAbsent(name, new InvalidProperty(name, path, property.getOrigin(), nearest, variable));
    }

    private static List<String> elements(ConfigurationPropertyName name) {
        return IntStream.range(PREFIX.getNumberOfElements(), name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
                .toList();
    }

    /** YAML gives an empty map or list as an empty text. */
    private static boolean isEmpty(ConfigurationProperty property) {
        return property.getValue().toString().isEmpty();
    }

    private static String lines(List<String> sentences) {
        return sentences.stream().collect(Collectors.joining(System.lineSeparator()));
    }

    /** The condition of all configurations takes anything but "true" for false. */
    private void requireTrueOrFalse() {
        String enabled = environment.getProperty("aligner.enabled", "false");
        if (!enabled.equalsIgnoreCase("true") && !enabled.equalsIgnoreCase("false")) {
            throw new AlignerSetupException(
                    "aligner.enabled is '" + enabled + "', but must be true or false.",
                    "Set it to true to align chat clients and chat models, or to false.");
        }
    }
}
