/* SPDX-License-Identifier: BSL-1.0
 *
 * The same programs by hand: read(2) and write(2), a buffer, a walk over the records. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../yardstick/yardstick.h"

enum { file_header = 24, record_header = 16 };

typedef void each(const uint8_t* frame, uint32_t size, uint64_t* sum);

static inline uint32_t word(const uint8_t* p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

/* All records of a capture in this machine's byte order, through 64 KiB; a longer record ends it. */
static inline __attribute__((always_inline)) uint64_t walk(const char* path, each* f) {
  static uint8_t buffer[65536];
  const int file = open(path, O_RDONLY);
  size_t kept = 0, skip = file_header;
  uint64_t sum = 0;
  for (;;) {
    const ssize_t got = read(file, buffer + kept, sizeof buffer - kept);
    if (got <= 0) break;
    const uint8_t *p = buffer + skip, *const end = buffer + kept + got;
    skip = 0;
    while (end - p >= record_header) {
      const uint32_t size = word(p + 8);
      if ((size_t)(end - p) < (size_t)record_header + size) break;
      f(p + record_header, size, &sum);
      p += record_header + size;
    }
    kept = (size_t)(end - p);
    memmove(buffer, p, kept);
  }
  close(file);
  return sum;
}

static inline void dissect(const uint8_t* frame, uint32_t size, uint64_t* sum) {
  const struct frame one = {frame, size};
  *sum += c_dissect(&one, 1);
}

static inline void touch(const uint8_t* frame, uint32_t size, uint64_t* sum) { *sum += size + frame[size - 1]; }

/* The whole capture in memory. */
static uint8_t* load(const char* path, size_t* size) {
  const int file = open(path, O_RDONLY);
  *size = (size_t)lseek(file, 0, SEEK_END);
  uint8_t* const all = malloc(*size);
  lseek(file, 0, SEEK_SET);
  if (!all || read(file, all, *size) != (ssize_t)*size) exit(1);
  close(file);
  return all;
}

static uint64_t copy(const char* path, unsigned long copies, const char* to) {
  enum { capacity = 1 << 20 };
  static uint8_t buffer[capacity];
  size_t size, used = file_header;
  const uint8_t* const all = load(path, &size);
  const int file = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  uint64_t count = 0;
  memcpy(buffer, all, file_header);
  for (unsigned long i = 0; i != copies; ++i) {
    count = 0;
    for (const uint8_t *p = all + file_header, *const end = all + size; p != end; ++count) {
      const size_t record = record_header + word(p + 8);
      if (capacity - used < record) {
        if (write(file, buffer, used) != (ssize_t)used) exit(1);
        used = 0;
      }
      memcpy(buffer + used, p, record_header);
      memcpy(buffer + used + record_header, p + record_header, record - record_header);
      used += record;
      p += record;
    }
  }
  if (write(file, buffer, used) != (ssize_t)used || close(file)) exit(1);
  return count;
}

int main(int argc, char** argv) {
  uint64_t result = 0;
  if (argc == 3 && !strcmp(argv[1], "dissect")) result = walk(argv[2], dissect);
  else if (argc == 3 && !strcmp(argv[1], "read")) result = walk(argv[2], touch);
  else if (argc == 5 && !strcmp(argv[1], "write")) result = copy(argv[2], strtoul(argv[3], NULL, 10), argv[4]);
  else return 2;
  printf("%llu\n", (unsigned long long)result);
  return 0;
}
