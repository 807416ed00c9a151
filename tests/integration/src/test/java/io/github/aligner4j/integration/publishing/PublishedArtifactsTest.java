// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration.publishing;

import io.github.aligner4j.integration.publishing.PublishedRepository.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The artifacts as Maven Central and Gradle see them. */
@EnabledIfSystemProperty(
        named = "maven.home",
        matches = ".+",
        disabledReason = "Maven's build packages what is published")
class PublishedArtifactsTest {

    private static final String URL = "https://github.com/aligner4j/aligner4j";

    private static PublishedRepository repository;
    private static List<Artifact> artifacts;

    @BeforeAll
    static void collect(@TempDir Path folder) throws IOException {
        repository = PublishedRepository.at(folder);
        artifacts = repository.artifacts();
    }

    @Test
    void the_bom_names_each_published_artifact_and_nothing_else() {
        Artifact bom = named("aligner4j-bom");
        assertThat(Pom.read(bom.pom()).all("dependencyManagement/dependencies/dependency"))
                .extracting(dependency -> dependency.text("artifactId") + ":" + dependency.text("version"))
                .containsExactlyInAnyOrderElementsOf(artifacts.stream()
                        .filter(artifact -> !artifact.equals(bom))
                        .map(artifact -> artifact.name() + ":" + repository.version())
                        .toList());
    }

    @Test
    void tests_samples_and_parents_are_not_published_but_the_test_kits_are() {
        assertThat(artifacts)
                .extracting(Artifact::name)
                .contains("aligner-core", "aligner-spring-boot-starter", "aligner-testkit", "aligner-testkit-boot")
                .noneMatch(
                        name -> name.matches(".*(sample|parent|recipe|golden|-tests?|-tck|-drill|benchmarks|-check)$"));
    }

    @Test
    void a_published_pom_needs_no_parent_no_profile_no_property_and_no_repository() {
        assertThat(artifacts).allSatisfy(artifact -> {
            Pom pom = Pom.read(artifact.pom());
            for (String element : List.of("parent", "profiles", "properties", "repositories", "build", "modules")) {
                assertThat(pom.all(element)).as(element).isEmpty();
            }
            assertThat(artifact.pom()).content().doesNotContain("${");
        });
    }

    @Test
    void a_published_pom_has_what_maven_central_requires() {
        assertThat(artifacts).allSatisfy(artifact -> {
            Pom pom = Pom.read(artifact.pom());
            for (String element : List.of(
                    "groupId",
                    "artifactId",
                    "version",
                    "name",
                    "description",
                    "licenses/license/name",
                    "licenses/license/url")) {
                assertThat(pom.text(element)).as(element).isNotBlank();
            }
            assertThat(pom.text("developers/developer/name")).isNotBlank();
            assertThat(pom.text("url")).isEqualTo(URL);
            assertThat(pom.text("scm/url")).isEqualTo(URL);
            assertThat(pom.text("scm/connection")).isEqualTo("scm:git:" + URL + ".git");
            assertThat(pom.text("scm/developerConnection"))
                    .startsWith("scm:git:")
                    .endsWith("aligner4j.git");
        });
    }

    @Test
    void a_published_dependency_has_a_fixed_version_and_is_no_snapshot_of_another_project() {
        assertThat(artifacts)
                .allSatisfy(artifact -> assertThat(Pom.read(artifact.pom()).all("dependencies/dependency"))
                        .allSatisfy(dependency -> {
                            assertThat(dependency.text("version"))
                                    .isNotBlank()
                                    .doesNotContain("[", "(", "LATEST", "RELEASE");
                            assertThat(dependency.text("scope")).isIn("compile", "runtime");
                            if (dependency.text("groupId").equals("io.github.aligner4j")) {
                                assertThat(dependency.text("version")).isEqualTo(repository.version());
                                assertThat(artifacts)
                                        .extracting(Artifact::name)
                                        .contains(dependency.text("artifactId"));
                            } else {
                                assertThat(dependency.text("version")).doesNotContain("SNAPSHOT");
                            }
                        }));
    }

    @Test
    void a_published_jar_has_the_licence_and_the_notice() {
        assertThat(jars()).allSatisfy(jar -> assertThat(entries(jar)).contains("META-INF/LICENSE", "META-INF/NOTICE"));
    }

    @Test
    void each_published_jar_is_a_java_module_of_a_name_of_its_own_which_its_packages_begin_with() {
        assertThat(jars())
                .extracting(PublishedArtifactsTest::moduleName)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("io\\.github\\.aligner4j(\\.[a-z][a-z0-9_]*)*"));
        assertThat(jars())
                .allSatisfy(jar -> assertThat(packages(jar)).allMatch(name -> name.startsWith(moduleName(jar))));
    }

    @Test
    void no_package_is_split_between_published_jars() {
        Map<String, Path> owners = new HashMap<>();
        for (Path jar : jars()) {
            for (String name : packages(jar)) {
                assertThat(owners.putIfAbsent(name, jar))
                        .as(name + " in " + jar)
                        .isNull();
            }
        }
        assertThat(owners).isNotEmpty();
    }

    @Test
    @EnabledIfSystemProperty(
            named = PublishedRepository.DRY_RUN,
            matches = ".+",
            disabledReason = "the profile release makes them")
    void a_dry_run_has_sources_javadoc_and_a_bill_of_materials_beside_each_jar() {
        assertThat(artifacts).filteredOn(artifact -> artifact.jar().isPresent()).allSatisfy(artifact -> {
            for (String ending : List.of("-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
                assertThat(artifact.file(ending)).isNotEmptyFile();
            }
        });
    }

    private static Artifact named(String name) {
        return artifacts.stream()
                .filter(artifact -> artifact.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> jars() {
        return artifacts.stream().flatMap(artifact -> artifact.jar().stream()).toList();
    }

    private static String moduleName(Path jar) {
        return fromJar(jar, file -> Objects.requireNonNullElse(manifestValue(file, "Automatic-Module-Name"), "none"));
    }

    private static Set<String> packages(Path jar) {
        return entries(jar)
                .filter(entry -> entry.endsWith(".class"))
                .map(entry -> entry.substring(0, entry.lastIndexOf('/')).replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> entries(Path jar) {
        return fromJar(jar, file -> file.stream().map(entry -> entry.getName()).toList()).stream();
    }

    private static String manifestValue(JarFile file, String name) {
        try {
            return file.getManifest().getMainAttributes().getValue(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T fromJar(Path jar, Function<JarFile, T> reader) {
        assertThat(Files.exists(jar)).isTrue();
        try (JarFile file = new JarFile(jar.toFile())) {
            return reader.apply(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
