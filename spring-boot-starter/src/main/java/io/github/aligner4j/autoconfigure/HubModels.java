// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Hub;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.hub.HubSource;
import java.nio.file.Path;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.function.SingletonSupplier;

/** The models of the Hugging Face hub, by the settings of {@code aligner.hub}. The client is created when a source needs it. */
final class HubModels {

    private final SingletonSupplier<HubClient> client;

    HubModels(Hub properties) {
        this.client = SingletonSupplier.of(() -> create(properties));
    }

    private static HubClient create(Hub properties) {
        DefinitionChecks.notBlank("aligner.hub.cache", properties.cache(), "Set it to a folder, or leave it out.");
        DefinitionChecks.notBlank("aligner.hub.endpoint", properties.endpoint(), "Set it to a URL, or leave it out.");
        HubClient.Builder builder = HubClient.builder();
        PropertyMapper map = PropertyMapper.get();
        map.from(properties.offline()).to(builder::offline);
        map.from(properties.token()).to(builder::token);
        map.from(properties.endpoint()).to(builder::endpoint);
        map.from(properties.cache()).as(Path::of).to(builder::cache);
        return builder.build();
    }

    HubClient client() {
        return client.obtain();
    }

    /** Returns the folder of a source: of one on the hub, after its download. */
    Path folder(String source) {
        return HubSource.isHub(source) ? client().download(HubSource.parse(source)) : Path.of(source);
    }
}
