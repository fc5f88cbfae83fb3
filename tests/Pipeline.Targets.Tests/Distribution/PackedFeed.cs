using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Pipeline.Distribution;
using Pipeline.Targets.Delivery;
using Pipeline.Testing;

namespace Pipeline.Targets.Distribution;

[CollectionDefinition(Name)]
public sealed class PackedFeedGroup : ICollectionFixture<PackedFeed>
{
    public const string Name = "packed feed";
}

/// <summary>
/// The packages of this repository in a folder feed, under two versions that no other run shares: NuGet's cache belongs to all
/// clones of a machine.
/// </summary>
public sealed class PackedFeed : IAsyncLifetime
{
    /// <summary>An assembly of a build, whose module version id is part of what tells one toolkit from another.</summary>
    private const string Recompiled = "Pipeline.Reporting.dll";

    private readonly TemporaryFolder _folder = new();

    /// <summary>Where teams get the packages.</summary>
    internal string Folder => _folder["feed"];

    /// <summary>As <see cref="Packing"/> left them.</summary>
    internal IReadOnlyList<PackedPackage> Packed { get; private set; } = [];

    /// <summary>What a team begins with.</summary>
    internal string Version { get; private set; } = "";

    /// <summary>What a team upgrades to: the same, with an assembly that was compiled anew.</summary>
    internal string Next { get; private set; } = "";

    private string Hidden => _folder["hidden"];

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Packed = await new Packing(Repository.Root, new FakeFace(), TimeProvider.System).PackAsync(
            _folder["packed"], ["linux-x64"], CancellationToken.None);
        var run = $"t{_folder.Path.Split('-')[^1].ToLowerInvariant()}";
        Version = $"{Packed[0].Version}.{run}";
        Next = $"99{Version[Version.IndexOf('.', StringComparison.Ordinal)..]}";
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Hidden);
        foreach (var package in Packed)
        {
            Rewrite(package, Version);
            var next = Rewrite(package, Next);
            if (package.Id == "Pipeline.Targets")
                Recompile(next);
        }
    }

    internal string PathOf(string id, string version) => Path.Combine(Folder, $"{id}.{version}.nupkg");

    /// <summary>Takes a package out of the feed until the result is disposed of.</summary>
    internal IDisposable Without(string id)
    {
        var (place, away) = (PathOf(id, Version), Path.Combine(Hidden, id));
        File.Move(place, away);
        return new Return(() => File.Move(away, place));
    }

    public ValueTask DisposeAsync()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in Packed)
        {
            foreach (var version in new[] { Version, Next })
            {
                var unpacked = Path.Combine(cache, package.Id.ToLowerInvariant(), version);
                if (Directory.Exists(unpacked))
                    Directory.Delete(unpacked, recursive: true);
            }
        }

        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The version stands in what a package says of itself, and in the template.</summary>
    private string Rewrite(PackedPackage package, string version)
    {
        var path = PathOf(package.Id, version);
        File.Copy(package.Path, path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var named = archive.Entries.Where(entry =>
            entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal) || entry.Name == "Directory.Packages.props");
        foreach (var entry in named.ToList())
        {
            using var reader = new StreamReader(entry.Open());
            var text = reader.ReadToEnd().Replace(package.Version, version, StringComparison.Ordinal);
            reader.Close();
            Replace(archive, entry, System.Text.Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    private static void Recompile(string package)
    {
        using var archive = ZipFile.Open(package, ZipArchiveMode.Update);
        var entry = archive.GetEntry($"lib/net10.0/{Recompiled}")!;
        using var assembly = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(assembly);
        var bytes = assembly.ToArray();
        using var file = new PEReader(new MemoryStream(bytes));
        var metadata = file.GetMetadataReader();
        var module = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
        bytes[bytes.AsSpan().IndexOf(module)] ^= 0xFF;
        Replace(archive, entry, bytes);
    }

    private static void Replace(ZipArchive archive, ZipArchiveEntry entry, byte[] bytes)
    {
        entry.Delete();
        using var stream = archive.CreateEntry(entry.FullName).Open();
        stream.Write(bytes);
    }

    private sealed class Return(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
