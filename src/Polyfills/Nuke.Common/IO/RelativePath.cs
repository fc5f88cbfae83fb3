using System;

namespace Nuke.Common.IO;

/// <summary>A path without a root, in normal form, with the separators of this system or of the deriving type.</summary>
public class RelativePath
{
    private readonly string _path;
    private readonly char _separator;

    protected RelativePath(string path, char? separator = null)
    {
        _separator = separator ?? System.IO.Path.DirectorySeparatorChar;
        _path = PathText.Normalize(path, _separator);
    }

    public static explicit operator RelativePath(string path) => path is null ? null : new RelativePath(path);

    public static implicit operator string(RelativePath path) => path?._path;

    public static RelativePath operator /(RelativePath left, string right) =>
        new(PathText.Combine(left.NotNull()._path, right, left._separator), left._separator);

    /// <summary>Climbs one folder; the only range that means something here is <c>..</c>.</summary>
    public static RelativePath operator /(RelativePath left, Range range) =>
        range.Equals(Range.All)
            ? left / ".."
            : throw new ArgumentException("Only the range '..' can be appended to a path.", nameof(range));

    /// <summary>The path with text appended to its name.</summary>
    public static RelativePath operator +(RelativePath left, string right) => new(left.NotNull()._path + right, left._separator);

    public override string ToString() => _path;
}
