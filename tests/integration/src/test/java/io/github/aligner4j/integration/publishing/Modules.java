// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration.publishing;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules of this build, and which of them are published. */
final class Modules {

    private static final String SKIP = "properties/maven.deploy.skip";

    private final Path root;
    private final Map<String, Module> byName;

    private Modules(Path root, Map<String, Module> byName) {
        this.root = root;
        this.byName = byName;
    }

    /** A module: its folder and its POM. */
    record Module(Path folder, Pom pom) {

        String name() {
            return pom.text("artifactId");
        }

        boolean isParent() {
            return !pom.all("modules/module").isEmpty();
        }

        Path jar(String version) {
            String own = pom.text("build/finalName");
            return folder.resolve("target").resolve((own.isEmpty() ? name() + "-" + version : own) + ".jar");
        }

        Path publishedPom() {
            return folder.resolve("target/published-pom.xml");
        }
    }

    /** Reads the POMs below the root of the repository. */
    static Modules of(Path root) {
        return new Modules(
                root,
                below(root)
                        .collect(Collectors.toMap(
                                Module::name, module -> module, (one, two) -> one, LinkedHashMap::new)));
    }

    String version() {
        return Pom.read(root.resolve("pom.xml")).text("version");
    }

    List<Module> published() {
        return byName.values().stream()
                .filter(module -> !module.isParent() && !isSkipped(module))
                .toList();
    }

    private boolean isSkipped(Module module) {
        String own = module.pom().text(SKIP);
        if (!own.isEmpty()) {
            return Boolean.parseBoolean(own);
        }
        Module parent = byName.get(module.pom().text("parent/artifactId"));
        return parent != null && isSkipped(parent);
    }

    private static Stream<Module> below(Path folder) {
        Pom pom = Pom.read(folder.resolve("pom.xml"));
        return Stream.concat(
                Stream.of(new Module(folder, pom)),
                pom.all("modules/module").stream()
                        .flatMap(module -> below(
                                folder.resolve(module.element().getTextContent().strip()))));
    }
}
