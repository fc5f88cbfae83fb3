using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Identity;

namespace Pipeline.Packaging.Bases;

/// <summary>What an image stands on. There is never a silent fallback from one to another.</summary>
[Description("'host', a reference with a digest (image@sha256:...), or a path that begins with './', '../' or '/',")]
public abstract record BaseSpec : IParsable<BaseSpec>
{
    private const string HostWord = "host";

    private BaseSpec()
    {
    }

    internal string Kind => this switch
    {
        Host => "the host",
        Reference => "a reference",
        Folder => "a path",
        _ => throw new UnreachableException(),
    };

    /// <exception cref="FormatException">The text is none of the three.</exception>
    public static BaseSpec Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var spec)
        ? spec
        : throw new FormatException($"'{s}' is not a base; 'host', a reference with a digest, and a path are.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out BaseSpec result)
    {
        result = s switch
        {
            null => null,
            HostWord => new Host(),
            _ when IsPath(s) => new Folder(s),
            _ => AsReference(s),
        };
        return result is not null;
    }

    private static bool IsPath(string text) => text is ['/', ..] or ['.', '/', ..] or ['.', '.', '/', ..];

    private static Reference? AsReference(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var isReference = at > 0 && !text.AsSpan(0, at).ContainsAny(" \t\r\n");
        return isReference && ImageDigest.TryParse(text[(at + 1)..], null, out var digest)
            ? new Reference(text[..at], digest)
            : null;
    }

    /// <summary>The loader and the C libraries of the build machine, and nothing else.</summary>
    public sealed record Host : BaseSpec
    {
        public override string ToString() => HostWord;
    }

    /// <summary>An image in a registry, by its digest: a tag may mean another image tomorrow.</summary>
    public sealed record Reference(string Name, ImageDigest Digest) : BaseSpec
    {
        public override string ToString() => $"{Name}@{Digest}";
    }

    /// <summary>An OCI layout on this machine.</summary>
    public sealed record Folder(string Path) : BaseSpec
    {
        public override string ToString() => Path;
    }
}
