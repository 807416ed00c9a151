// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The driver is played: it answers as {@code cuda.h} says. */
class CudaDevicesTest {

    @Test
    void a_machine_without_a_driver_has_no_devices() {
        CudaDevices none = new CudaDevices(null);

        assertThat(none.hasDriver()).isFalse();
        assertThat(none.list()).isEmpty();
        assertThat(none.driverVersion()).isEmpty();
        assertThat(none.failure()).isEmpty();
        assertThat(none.memory(0)).isEmpty();
    }

    @Test
    void devices_have_name_capability_and_memory() {
        CudaDevices devices = new CudaDevices(new PlayedDriver(0));

        assertThat(devices.driverVersion()).contains("12.8");
        assertThat(devices.list())
                .containsExactly(
                        new CudaDevices.Device("NVIDIA Device 0", "9.0", 1L << 37),
                        new CudaDevices.Device("NVIDIA Device 1", "9.0", 1L << 37));
    }

    @Test
    void memory_is_asked_in_the_context_of_the_device_which_is_given_back() {
        PlayedDriver driver = new PlayedDriver(0);

        assertThat(new CudaDevices(driver).memory(1)).contains(new CudaDevices.Memory(3L << 30, 4L << 30));
        assertThat(driver.calls.toString()).isEqualTo("retain 101, push, pop, release 101, ");
    }

    @Test
    void a_driver_without_devices_is_no_failure() {
        CudaDevices devices = new CudaDevices(new PlayedDriver(CudaDriver.NO_DEVICE));

        assertThat(devices.hasDriver()).isTrue();
        assertThat(devices.list()).isEmpty();
        assertThat(devices.failure()).isEmpty();
    }

    @Test
    void a_driver_that_does_not_start_tells_its_error() {
        CudaDevices devices = new CudaDevices(new PlayedDriver(803));

        assertThat(devices.failure()).contains(803);
        assertThat(devices.list()).isEmpty();
        assertThat(devices.memory(0)).isEmpty();
    }

    /** Two devices, whose handles are 100 and 101. */
    private static final class PlayedDriver implements CudaDriver {

        private final int status;
        private final StringBuilder calls = new StringBuilder();

        PlayedDriver(int status) {
            this.status = status;
        }

        @Override
        public int cuInit(int flags) {
            return status;
        }

        @Override
        public int cuDriverGetVersion(IntByReference version) {
            version.setValue(12080);
            return 0;
        }

        @Override
        public int cuDeviceGetCount(IntByReference count) {
            count.setValue(2);
            return 0;
        }

        @Override
        public int cuDeviceGet(IntByReference device, int ordinal) {
            device.setValue(100 + ordinal);
            return ordinal < 2 ? 0 : 101;
        }

        @Override
        public int cuDeviceGetName(byte[] name, int length, int device) {
            byte[] text = ("NVIDIA Device " + (device - 100)).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, name, 0, text.length);
            return 0;
        }

        @Override
        public int cuDeviceGetAttribute(IntByReference value, int attribute, int device) {
            value.setValue(attribute == CAPABILITY_MAJOR ? 9 : 0);
            return 0;
        }

        @Override
        public int cuDeviceTotalMem_v2(LongByReference bytes, int device) {
            bytes.setValue(1L << 37);
            return 0;
        }

        @Override
        public int cuDevicePrimaryCtxRetain(PointerByReference context, int device) {
            calls.append("retain ").append(device).append(", ");
            return 0;
        }

        @Override
        public int cuDevicePrimaryCtxRelease_v2(int device) {
            calls.append("release ").append(device).append(", ");
            return 0;
        }

        @Override
        public int cuCtxPushCurrent_v2(Pointer context) {
            calls.append("push, ");
            return 0;
        }

        @Override
        public int cuCtxPopCurrent_v2(PointerByReference context) {
            calls.append("pop, ");
            return 0;
        }

        @Override
        public int cuMemGetInfo_v2(LongByReference free, LongByReference total) {
            free.setValue(3L << 30);
            total.setValue(4L << 30);
            return 0;
        }
    }
}
