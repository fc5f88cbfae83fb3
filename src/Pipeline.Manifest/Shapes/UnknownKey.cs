using Pipeline.Core.Problems;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal static class UnknownKey
{
    public static void Report(YamlEntry entry, string path, IReadOnlyCollection<string> known, Reading reading)
    {
        var where = path.Length == 0 ? "here" : $"in {Reading.Subject(path)}";
        var message = $"'{YamlNode.Brief(entry.Key)}' is not a known key {where}.";
        reading.Add(entry.At.Problem(message, NearestNames.Hint(entry.Key, known)));
    }
}
