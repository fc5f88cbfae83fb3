using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core.Problems;

namespace Pipeline.Data.Versions;

/// <summary>The files of a folder, in the very bytes that DVC writes: their MD5 is the folder's identity.</summary>
internal sealed class DirectoryListing
{
    /// <summary>More than two million files.</summary>
    public const long MostBytes = 256L << 20;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectRequiredConstructorParameters = false,
        RespectNullableAnnotations = false,
    };

    private static readonly string[] Foreign = [".git", ".hg", ".dvc"];

    /// <param name="files">In any order, each path once.</param>
    public DirectoryListing(IEnumerable<ListedFile> files)
    {
        Files = [.. files.Order(ByPath)];
        Bytes = Encoding.ASCII.GetBytes(Json(Files));
        Id = ObjectId.OfListing(Bytes);
    }

    /// <summary>In the order of their paths by code point, which is Python's.</summary>
    public IReadOnlyList<ListedFile> Files { get; }

    public byte[] Bytes { get; }

    public ObjectId Id { get; }

    private static Comparer<ListedFile> ByPath { get; } = Comparer<ListedFile>.Create((a, b) =>
    {
        using var left = a.Path.EnumerateRunes().GetEnumerator();
        using var right = b.Path.EnumerateRunes().GetEnumerator();
        while (true)
        {
            var (hasLeft, hasRight) = (left.MoveNext(), right.MoveNext());
            if (!hasLeft || !hasRight)
                return hasLeft.CompareTo(hasRight);
            if (left.Current.CompareTo(right.Current) is not 0 and var order)
                return order;
        }
    });

    /// <summary>Paths that leave the folder, or that a repository keeps for itself, are problems.</summary>
    /// <param name="json">As it was found.</param>
    /// <param name="shown">What a person calls it.</param>
    public static Validated<IReadOnlyList<ListedFile>> Read(ReadOnlySpan<byte> json, string shown)
    {
        try
        {
            var files = JsonSerializer.Deserialize<Entry[]>(json, Form) ?? [];
            var problems = files.Select(Refuse).OfType<string>().Concat(Clashes(files)).Take(1)
                .Select(x => new Problem(shown, null, null, x)).ToList();
            return problems.Count > 0
                ? Validated.Invalid<IReadOnlyList<ListedFile>>(problems)
                : Validated.Valid<IReadOnlyList<ListedFile>>(
                    [.. files.Select(x => new ListedFile(x.Relpath!, ObjectId.Parse(x.Md5!)))]);
        }
        catch (JsonException exception)
        {
            return Validated.Invalid<IReadOnlyList<ListedFile>>(JsonProblem.From(exception, shown, json));
        }
    }

    /// <summary>Why a path below a tracked folder is no path of data; null when it is one.</summary>
    public static string? RefusePath(string path)
    {
        var parts = path.Split('/');
        var isPlain = !path.Any(x => char.IsControl(x) || x is '\\' or '\uFFFD')
            && !Array.Exists(parts, x => x is "" or "." or "..")
            && !parts[0].Contains(':', StringComparison.Ordinal);
        if (!isPlain)
            return $"The path '{path}' is not plain: names with '/' between them, without '..', are accepted.";
        return Array.Find(parts, IsForeign) is { } part ? $"The path '{path}' goes into '{part}', where no data is." : null;
    }

    /// <summary>What DVC never takes for data: the folders of Git, Mercurial and DVC.</summary>
    public static bool IsForeign(string name) => Foreign.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string? Refuse(Entry? entry) => entry switch
    {
        { Relpath: null } or null => "An entry has no 'relpath'.",
        _ when !ObjectId.TryParse(entry.Md5, null, out var id) || id.IsDirectory =>
            $"The 'md5' of '{entry.Relpath}' is '{entry.Md5}'; 32 lower-case hexadecimal digits are accepted.",
        _ => RefusePath(entry.Relpath),
    };

    private static IEnumerable<string> Clashes(IEnumerable<Entry> entries)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(x => x?.Relpath is not null))
        {
            if (!files.Add(entry.Relpath!))
                yield return $"'{entry.Relpath}' is listed twice.";
        }

        foreach (var file in files)
        {
            for (var end = file.LastIndexOf('/'); end > 0; end = file.LastIndexOf('/', end - 1))
            {
                if (files.Contains(file[..end]))
                    yield return $"'{file[..end]}' is listed as a file and as a folder.";
            }
        }
    }

    /// <summary>What Python's json.dumps writes with its usual separators and only ASCII.</summary>
    private static string Json(IReadOnlyList<ListedFile> files)
    {
        var text = new StringBuilder("[");
        foreach (var file in files)
        {
            text.Append(text.Length > 1 ? ", " : "").Append("{\"md5\": \"").Append(file.Id).Append("\", \"relpath\": \"");
            foreach (var character in file.Path)
                AppendEscaped(text, character);
            text.Append("\"}");
        }

        return text.Append(']').ToString();
    }

    private static StringBuilder AppendEscaped(StringBuilder text, char character) => character switch
    {
        '"' => text.Append("\\\""),
        '\\' => text.Append("\\\\"),
        >= ' ' and <= '~' => text.Append(character),
        _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
    };

    private sealed record Entry(string? Md5, string? Relpath);
}

/// <param name="Path">Below the folder, with '/'.</param>
/// <param name="Id">Of the file's bytes.</param>
internal sealed record ListedFile(string Path, ObjectId Id);
