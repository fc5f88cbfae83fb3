using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Shapes;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest;

/// <summary>Reads manifests. Wrong input never throws: all of its problems come back, at most a hundred.</summary>
public static class ManifestReader
{
    private const int MostProblems = 100;

    /// <param name="path">As the user should see it in problems.</param>
    /// <param name="schema">What the file may contain.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    public static async Task<Validated<BoundManifest<TFrame>>> ReadAsync<TFrame>(
        string path, ManifestSchema<TFrame> schema, CancellationToken cancellationToken)
        where TFrame : class
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return Validated.Invalid<BoundManifest<TFrame>>(new Problem(path, null, null, "There is no such file."));
        var bytes = new byte[Math.Min(file.Length, YamlText.MostBytes + 1)];
        await using (var stream = file.OpenRead())
            bytes = bytes[..await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)];
        return Read(YamlText.Decode(bytes, path), path, schema);
    }

    /// <summary>For a text that is in memory already.</summary>
    public static Validated<BoundManifest<TFrame>> Read<TFrame>(string text, string file, ManifestSchema<TFrame> schema)
        where TFrame : class =>
        Read(YamlText.Check(text, file), file, schema);

    /// <summary>YAML of another tool, held to no schema; what YAML has and manifests refuse is refused here too.</summary>
    public static Validated<ManifestNode> ReadNode(ReadOnlySpan<byte> utf8, string file)
    {
        var text = YamlText.Decode(utf8, file);
        if (!text.IsValid)
            return Validated.Invalid<ManifestNode>(text.Problems);
        var (root, problems) = YamlReader.Read(text.Value, file);
        return root is not null && problems.Count == 0
            ? Validated.Valid(new ManifestNode(root, "", new Sources()))
            : Validated.Invalid<ManifestNode>(InOrder(problems, file));
    }

    private static Validated<BoundManifest<TFrame>> Read<TFrame>(
        Validated<string> text, string file, ManifestSchema<TFrame> schema)
        where TFrame : class
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (!text.IsValid)
            return Validated.Invalid<BoundManifest<TFrame>>(text.Problems);
        var (root, problems) = YamlReader.Read(text.Value, file);
        if (root is null)
            return Validated.Invalid<BoundManifest<TFrame>>(InOrder(problems, file));
        var reading = new Reading(new Sources());
        var manifest = Bind(root, schema, reading);
        return manifest is not null && problems.Count == 0
            ? Validated.Valid(manifest)
            : Validated.Invalid<BoundManifest<TFrame>>(InOrder([.. problems, .. reading.Problems], file));
    }

    private static BoundManifest<TFrame>? Bind<TFrame>(YamlNode root, ManifestSchema<TFrame> schema, Reading reading)
        where TFrame : class
    {
        reading.Sources.Add("", root.At);
        if (root is not YamlMapping mapping)
        {
            reading.Refuse(root, "", "a mapping");
            return null;
        }

        if (OtherFormat(mapping) is { } other)
        {
            reading.Add(other);
            return null;
        }

        var frame = (TFrame?)schema.Frame.Read(WithoutSections(mapping, schema.Sections), "", reading);
        var sections = schema.Sections.ToDictionary(x => x.Type, x => ReadSection(x, schema.Shapes[x], mapping, reading));
        return frame is not null && reading.Problems.Count == 0
            ? new BoundManifest<TFrame>(frame, sections, mapping, reading.Sources)
            : null;
    }

    private static object? ReadSection(ManifestSection section, Shape shape, YamlMapping mapping, Reading reading)
    {
        if (mapping.Find(section.Key) is { } entry)
        {
            reading.Sources.Add(section.Key, entry.At);
            return shape.Read(entry.Value, section.Key, reading);
        }

        if (section.IsRequired)
            reading.Add(mapping.At.Problem($"'{section.Key}' is missing.", $"Accepted is {shape.Accepted.TrimEnd(',')}."));
        return null;
    }

    private static YamlMapping WithoutSections(YamlMapping mapping, IReadOnlyList<ManifestSection> sections) =>
        mapping with { Entries = [.. mapping.Entries.Where(x => !sections.Any(y => y.Key == x.Key))] };

    /// <summary>What another format's keys mean is unknown, so that its other problems would only mislead.</summary>
    private static Problem? OtherFormat(YamlMapping mapping) =>
        mapping.Find("pipeline")?.Value is YamlScalar { Kind: ScalarKind.Int } format
            && CoreSchema.Integer(format.Text) is not ManifestSchema.Format
            ? format.At.Problem(
                $"'pipeline' is {format.Text}; this toolkit reads {ManifestSchema.Format}.",
                "Use the toolkit that this file was written for.")
            : null;

    private static List<Problem> InOrder(IReadOnlyList<Problem> problems, string file)
    {
        var ordered = problems.OrderBy(x => x.Line).ThenBy(x => x.Column).Take(MostProblems).ToList();
        if (problems.Count > MostProblems)
            ordered.Add(new Problem(file, null, null, $"There are {problems.Count - MostProblems} more problems."));
        return ordered;
    }
}
