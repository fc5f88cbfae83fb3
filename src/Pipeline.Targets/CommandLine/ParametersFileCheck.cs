using System.Text;
using System.Text.Json;
using Pipeline.Core.Problems;

namespace Pipeline.Targets.CommandLine;

/// <summary>
/// Holds <c>.nuke/parameters.json</c> and its profiles against what the build knows; every problem names its line and column.
/// </summary>
internal sealed class ParametersFileCheck(BuildSurface surface)
{
    private static readonly JsonReaderOptions Lenient =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public IReadOnlyList<Problem> Check(string root, IReadOnlyList<string> profiles)
    {
        var problems = new List<Problem>();
        foreach (var profile in profiles.Where(x => !File.Exists(PathOf(root, x))))
            problems.Add(new Problem($"There is no profile '{profile}'; '{PathOf("", profile)}' is not there."));
        foreach (var path in new[] { PathOf(root, null) }.Concat(profiles.Select(x => PathOf(root, x))).Where(File.Exists))
            Read(path, Path.GetRelativePath(root, path), problems, _ => { });
        return problems;
    }

    /// <summary>The values of secrets in the files, whatever else is wrong with them.</summary>
    public IReadOnlyList<string> Secrets(string root, IReadOnlyList<string> profiles)
    {
        var secrets = new List<string>();
        foreach (var path in new[] { PathOf(root, null) }.Concat(profiles.Select(x => PathOf(root, x))).Where(File.Exists))
            Read(path, path, [], secrets.Add);
        return secrets;
    }

    private static string PathOf(string root, string? profile) =>
        Path.Combine(root, ".nuke", profile is null ? "parameters.json" : $"parameters.{profile}.json");

    private void Read(string path, string shown, List<Problem> problems, Action<string> onSecret)
    {
        var utf8 = File.ReadAllBytes(path);
        var text = utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? utf8.AsSpan(Encoding.UTF8.Preamble.Length) : utf8;
        try
        {
            var reader = new Utf8JsonReader(text, Lenient);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                problems.Add(new Problem(shown, 1, 1, "The file holds no JSON object."));
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                var location = Locate(text, reader.TokenStartIndex, shown);
                reader.Read();
                using var value = JsonDocument.ParseValue(ref reader);
                CheckEntry(key, value.RootElement, location, problems, onSecret);
            }

            while (reader.Read())
                continue;
        }
        catch (JsonException exception)
        {
            problems.Add(JsonProblem.From(exception, shown, text));
        }
    }

    private void CheckEntry(
        string key, JsonElement value, SourceLocation location, List<Problem> problems, Action<string> onSecret)
    {
        if (key == "$schema")
            return;
        if (surface.Parameters.FirstOrDefault(x => x.Name == key) is not { } parameter)
        {
            problems.Add(location.Problem(
                $"There is no parameter '{key}'.", NearestNames.Hint(key, surface.Parameters.Select(x => x.Name).ToList())));
            return;
        }

        string[] values = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(x => x.ToString())]
            : [value.ToString()];
        if (parameter.IsSecret)
            Array.ForEach(values, x => onSecret(x));
        if (value.ValueKind != JsonValueKind.Null && CommandLineCheck.CheckValues(parameter, values, $"'{key}'") is { } problem)
            problems.Add(problem with { File = location.File, Line = location.Line, Column = location.Column });
    }

    private static SourceLocation Locate(ReadOnlySpan<byte> text, long index, string file)
    {
        var before = text[..(int)index];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new SourceLocation(file, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
