using System;
using System.ComponentModel;
using System.Globalization;
using Nuke.Common.Utilities;

namespace Nuke.Common.IO;

/// <summary>A path with a root, in normal form: no doubled or trailing separators, no dots, the separator of its root.</summary>
[TypeConverter(typeof(TypeConverter))]
public class AbsolutePath : IFormattable, IAbsolutePathHolder
{
    public const string DoubleQuote = "d";
    public const string DoubleQuoteIfNeeded = "dn";
    public const string SingleQuote = "s";
    public const string SingleQuoteIfNeeded = "sn";
    public const string NoQuotes = "nq";

    private readonly string _path;

    private AbsolutePath(string path) => _path = path;

    AbsolutePath IAbsolutePathHolder.Path => this;

    /// <summary>The last part, with its extension; the root itself for a root.</summary>
    public string Name => Parent is null ? _path : _path[(_path.LastIndexOf(Separator) + 1)..];

    public string NameWithoutExtension => System.IO.Path.GetFileNameWithoutExtension(Name);

    /// <summary>From the last dot on, dot included; empty without one.</summary>
    public string Extension => System.IO.Path.GetExtension(Name);

    /// <summary>The folder that this path is in; null for a root.</summary>
    public AbsolutePath Parent
    {
        get
        {
            var root = PathText.Root(_path);
            if (_path.Length <= root.Length)
                return null;
            var end = _path.LastIndexOf(Separator);
            return new AbsolutePath(end < root.Length ? root : _path[..end]);
        }
    }

    private char Separator => PathText.SeparatorOf(_path);

    private StringComparison Comparison =>
        PathText.HasWindowsRoot(_path) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static AbsolutePath Create(string path)
    {
        if (PathText.Root(path).Length == 0)
            throw new ArgumentException($"The path '{path}' must be absolute.", nameof(path));
        return new AbsolutePath(PathText.Normalize(path));
    }

    /// <summary>A path as the file system spelled it: on Unix a name may hold a backslash, which must stay one.</summary>
    internal static AbsolutePath FromFileSystem(string path) => new(path);

    public static implicit operator AbsolutePath(string path) => path is null ? null : Create(path);

    public static implicit operator string(AbsolutePath path) => path?._path;

    /// <summary>The path below this one; <c>..</c> in <paramref name="right" /> climbs.</summary>
    /// <exception cref="ArgumentException">The right side is absolute, or climbs above the root.</exception>
    public static AbsolutePath operator /(AbsolutePath left, string right) =>
        new(PathText.Combine(left.NotNull()._path, right, left.Separator));

    /// <summary>Climbs one folder; the only range that means something here is <c>..</c>.</summary>
    public static AbsolutePath operator /(AbsolutePath left, Range range) =>
        range.Equals(Range.All)
            ? left / ".."
            : throw new ArgumentException("Only the range '..' can be appended to a path.", nameof(range));

    /// <summary>The path with text appended to its name.</summary>
    public static AbsolutePath operator +(AbsolutePath left, string right) =>
        Create(left.NotNull()._path + right);

    public static bool operator ==(AbsolutePath a, AbsolutePath b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(AbsolutePath a, AbsolutePath b) => !(a == b);

    protected bool Equals(AbsolutePath other) => other is not null && string.Equals(_path, other._path, Comparison);

    public override bool Equals(object obj) => obj is AbsolutePath other && Equals(other);

    public override int GetHashCode() => _path.GetHashCode(Comparison);

    public override string ToString() => _path;

    /// <summary>The path quoted as one of this type's constants says.</summary>
    /// <exception cref="FormatException">The format is none of the constants.</exception>
    public string ToString(string format) => format switch
    {
        null or "" or NoQuotes => _path,
        DoubleQuote => _path.DoubleQuote(),
        DoubleQuoteIfNeeded => _path.DoubleQuoteIfNeeded(),
        SingleQuote => _path.SingleQuote(),
        SingleQuoteIfNeeded => _path.SingleQuoteIfNeeded(),
        _ => throw new FormatException($"The path format '{format}' is not known; use d, dn, s, sn or nq."),
    };

    string IFormattable.ToString(string format, IFormatProvider formatProvider) => ToString(format);

    /// <summary>Reads paths from text; a relative one is taken from the current folder.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) => value switch
        {
            null => null,
            string text when PathText.Root(text).Length > 0 => Create(text),
            string text => EnvironmentInfo.WorkingDirectory / text,
            _ => base.ConvertFrom(context, culture, value),
        };
    }
}
