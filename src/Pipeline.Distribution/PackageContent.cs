using System.Globalization;
using System.Text;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Packaging.Licenses;
using NuGet.Versioning;
using Pipeline.Core.Identity;

namespace Pipeline.Distribution;

/// <summary>A file of a package.</summary>
/// <param name="Path">Within the package, with '/': "lib/net10.0/Pipeline.Core.dll".</param>
/// <param name="Read">Opens its bytes.</param>
public sealed record PackageFile(string Path, Func<Stream> Read)
{
    /// <param name="path">Within the package.</param>
    /// <param name="source">Where its bytes are.</param>
    public static PackageFile Of(string path, string source) => new(path, () => File.OpenRead(source));

    /// <param name="path">Within the package.</param>
    /// <param name="text">Written in UTF-8.</param>
    public static PackageFile OfText(string path, string text) => new(path, () => new MemoryStream(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Another package that a package needs.</summary>
/// <param name="Id">"YamlDotNet".</param>
/// <param name="Version">The lowest that will do; null for the version of the package itself.</param>
public sealed record PackageNeed(string Id, string? Version);

/// <summary>What is in a package, before it has a version.</summary>
/// <param name="Id">"Pipeline.Targets".</param>
/// <param name="Description">One sentence for the list of a feed.</param>
/// <param name="Files">Besides licence and README.</param>
/// <param name="Needs">Other packages, in ordinal order.</param>
public sealed record PackageContent(
    string Id, string Description, IReadOnlyList<PackageFile> Files, IReadOnlyList<PackageNeed> Needs)
{
    private const string License = "LICENSE";
    private const string Readme = "README.md";

    /// <summary>NuGet's oldest date: a package is its content, and not the day on which it was made.</summary>
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether <c>dotnet new install</c> takes it. Not by default.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>Of names and bytes of all files, and of what it needs.</summary>
    public async Task<Digest> DigestAsync(CancellationToken cancellationToken)
    {
        var all = new StringBuilder(Id);
        foreach (var file in Files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            await using var bytes = file.Read();
            all.Append('\n').Append(file.Path).Append(' ').Append(await Digest.OfStreamAsync(bytes, cancellationToken));
        }

        foreach (var need in Needs)
            all.Append('\n').Append(need);
        return Digest.OfText(all.ToString());
    }

    /// <summary>Writes <c>Id.version.nupkg</c>: the same content and version are the same bytes.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="version">Of the package, and of those it needs that are made with it.</param>
    /// <param name="license">The file of the licence.</param>
    /// <returns>The path.</returns>
    public string Write(string folder, NuGetVersion version, string license)
    {
        var package = new PackageBuilder(deterministic: true)
        {
            DeterministicTimestamp = Date.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            Id = Id,
            Version = version,
            Description = Description,
            LicenseMetadata = new LicenseMetadata(
                LicenseType.Expression, "MIT", NuGetLicenseExpression.Parse("MIT"), null, LicenseMetadata.CurrentVersion),
            Readme = Readme,
            Copyright = "Copyright (c) The Pipeline authors",
        };
        package.Authors.Add("The Pipeline authors");
        package.Tags.AddRange(["machine-learning", "mlops", "nuke"]);
        package.DependencyGroups.Add(new PackageDependencyGroup(
            NuGetFramework.Parse("net10.0"),
            Needs.Select(need => new PackageDependency(
                need.Id, need.Version is null ? new VersionRange(version) : VersionRange.Parse(need.Version)))));
        if (IsTemplate)
            package.PackageTypes.Add(new PackageType("Template", PackageType.EmptyVersion));
        PackageFile[] legal = [PackageFile.Of(License, license), PackageFile.OfText(Readme, ReadmeText())];
        foreach (var file in Files.Concat(legal).OrderBy(file => file.Path, StringComparer.Ordinal))
            package.Files.Add(new Entry(file));

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Id}.{version.ToNormalizedString()}.nupkg");
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = File.Create(draft))
            package.Save(stream);
        File.Move(draft, path, overwrite: true);
        return path;
    }

    private string ReadmeText()
    {
        var names = GetType().Assembly.GetManifestResourceNames();
        var name = names.Where(name => name.EndsWith(".md", StringComparison.Ordinal)).OrderByDescending(name => name.Length)
            .First(name => Id.StartsWith(name[..^3], StringComparison.Ordinal));
        using var reader = new StreamReader(GetType().Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private sealed class Entry(PackageFile file) : IPackageFile
    {
        public string Path => file.Path.Replace('/', System.IO.Path.DirectorySeparatorChar);

        public string EffectivePath => file.Path;

        public System.Runtime.Versioning.FrameworkName? TargetFramework => null;

        public NuGetFramework NuGetFramework => NuGetFramework.AnyFramework;

        public DateTimeOffset LastWriteTime => Date;

        public Stream GetStream() => file.Read();
    }
}
