// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration.publishing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Maven repository with what this build publishes: the folder of a dry run of a release, if the system property
 * {@code publishing.repository} names one, otherwise the jars and POMs that this build has packaged so far, which a deployment would
 * upload as they are. Packaging again would take minutes.
 */
record PublishedRepository(Path folder, String version) {

    static final String DRY_RUN = "publishing.repository";
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    /** A published artifact; a BOM has no jar. */
    record Artifact(String name, Path pom, Optional<Path> jar) {

        /** Returns the file beside the POM with the ending, such as {@code -sources.jar}. */
        Path file(String ending) {
            String file = pom.getFileName().toString();
            return pom.resolveSibling(file.substring(0, file.length() - ".pom".length()) + ending);
        }
    }

    static PublishedRepository at(Path folder) throws IOException {
        Modules modules = Modules.of(ROOT);
        String dryRun = System.getProperty(DRY_RUN);
        if (dryRun != null) {
            return new PublishedRepository(Path.of(dryRun), modules.version());
        }
        PublishedRepository repository = new PublishedRepository(folder, modules.version());
        for (Modules.Module module : modules.published()) {
            repository.add(module);
        }
        return repository;
    }

    List<Artifact> artifacts() throws IOException {
        try (Stream<Path> folders = Files.list(group())) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(this::artifact)
                    .toList();
        }
    }

    private void add(Modules.Module module) throws IOException {
        Path target = Files.createDirectories(group().resolve(module.name()).resolve(version));
        String file = module.name() + "-" + version;
        copy(module.publishedPom(), target.resolve(file + ".pom"));
        if (!module.pom().text("packaging").equals("pom")) {
            copy(module.jar(version), target.resolve(file + ".jar"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            throw new IllegalStateException(from
                    + " doesn't exist; the published modules are packaged first, by ./mvnw verify in the root folder");
        }
        Files.copy(from, to);
    }

    private Path group() {
        return folder.resolve("io/github/aligner4j");
    }

    private Artifact artifact(Path folder) {
        Path pom = newestPom(folder.resolve(version));
        Artifact artifact = new Artifact(folder.getFileName().toString(), pom, Optional.empty());
        Path jar = artifact.file(".jar");
        return Files.exists(jar) ? new Artifact(artifact.name(), pom, Optional.of(jar)) : artifact;
    }

    private static Path newestPom(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pom"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException("no POM in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
