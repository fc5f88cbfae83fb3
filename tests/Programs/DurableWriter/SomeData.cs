using System.Globalization;

namespace DurableWriter;

/// <summary>Data that differs from version to version.</summary>
internal static class SomeData
{
    private const int Repeated = 2_000;

    public static void Write(string folder, int files, string version)
    {
        Directory.CreateDirectory(folder);
        for (var file = 0; file < files; file++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{version},{file}\n");
            var name = string.Create(CultureInfo.InvariantCulture, $"{file}.csv");
            File.WriteAllText(Path.Combine(folder, name), string.Concat(Enumerable.Repeat(line, Repeated)));
        }
    }
}
