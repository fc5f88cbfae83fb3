using System.Formats.Tar;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Packaging.Images;
using Pipeline.Testing;

namespace Pipeline.Packaging.Layers;

public sealed class LayerExtractorTests : IDisposable
{
    private const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Target => _folder["revision"];

    [Fact]
    public async Task Extract_OwnImage_HasEveryLayerButTheBase()
    {
        var image = (await Some.Packager(_folder).PackageAsync(await Some.RequestAsync(_folder), Token)).Value;

        await new LayerExtractor(new ExtractionLimits()).ExtractAsync(image.Layout, image.Digest, Target, Token);

        File.ReadAllText(Path.Combine(Target, "model", "model.zip")).ShouldBe("trees");
        File.Exists(Path.Combine(Target, "app", "System.dll")).ShouldBeTrue();
        Directory.Exists(Path.Combine(Target, "lib")).ShouldBeFalse();
    }

    [Fact]
    public async Task Extract_FolderThatIsThere_LeavesItAsItIs()
    {
        var image = (await Some.Packager(_folder).PackageAsync(await Some.RequestAsync(_folder), Token)).Value;
        _folder.Write("revision/own", "content");

        await ExtractAsync(image.Digest);

        Directory.GetFileSystemEntries(Target).Select(Path.GetFileName).ShouldBe(["own"]);
    }

    [Fact]
    public async Task Extract_Program_CanBeStarted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no bits for it");
        var image = (await Some.Packager(_folder).PackageAsync(await Some.RequestAsync(_folder), Token)).Value;

        await new LayerExtractor(new ExtractionLimits()).ExtractAsync(image.Layout, image.Digest, Target, Token);

        ModeOf("Server").ShouldBe(ReadWrite | UnixFileMode.UserExecute);
        ModeOf("Server.dll").ShouldBe(ReadWrite);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData(".wh.model.zip")]
    [InlineData("app/.wh..wh..opq")]
    public async Task Extract_HostilePath_IsRefusedAndLeavesNothing(string path)
    {
        var image = await ForgeAsync(new UstarTarEntry(TarEntryType.RegularFile, path) { DataStream = Content("x") });

        var extract = () => ExtractAsync(image);

        (await extract.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("Package the model again.");
        Directory.Exists(Target).ShouldBeFalse();
        File.Exists(_folder["outside"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public async Task Extract_NeitherFileNorFolder_IsRefused(TarEntryType type)
    {
        var entry = new UstarTarEntry(type, "innocent");
        if (type is not TarEntryType.Fifo)
            entry.LinkName = "/etc/passwd";
        var image = await ForgeAsync(entry);

        var extract = () => ExtractAsync(image);

        (await extract.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("neither a file nor a folder");
    }

    [Fact]
    public async Task Extract_MoreThanTheLimits_IsRefused()
    {
        var large = await ForgeAsync(new UstarTarEntry(TarEntryType.RegularFile, "a") { DataStream = Content(2000) });

        var tooManyBytes = () => ExtractAsync(large, new ExtractionLimits { MostBytes = 1999 });
        var tooManyEntries = () => ExtractAsync(large, new ExtractionLimits { MostEntries = 0 });

        (await tooManyBytes.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("1999 bytes");
        (await tooManyEntries.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("more than 0 files");
    }

    [Fact]
    public async Task Extract_FileTwice_IsRefused()
    {
        var image = await ForgeAsync(
            new UstarTarEntry(TarEntryType.RegularFile, "a") { DataStream = Content("1") },
            new UstarTarEntry(TarEntryType.RegularFile, "a") { DataStream = Content("2") });

        var extract = () => ExtractAsync(image);

        (await extract.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("'a' is in it twice");
    }

    [Fact]
    public async Task Extract_DamagedLayer_IsRefused()
    {
        var image = (await Some.Packager(_folder).PackageAsync(await Some.RequestAsync(_folder), Token)).Value;
        File.AppendAllText(_folder["image", "blobs", "sha256", image.Layers[^1].Digest.Hex], "x");

        var extract = () => ExtractAsync(image.Digest);

        (await extract.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("damaged");
        Directory.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public async Task Extract_UnknownImage_IsRefused()
    {
        await Some.Packager(_folder).PackageAsync(await Some.RequestAsync(_folder), Token);

        var extract = () => ExtractAsync(new ImageDigest(Digest.OfText("other")));

        (await extract.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("not there");
    }

    [Fact]
    public async Task Extract_LayerThatIsNotAnArchive_IsRefused()
    {
        var image = await ForgeAsync(Encoding.UTF8.GetBytes(new string('x', 2048)));

        var extract = () => ExtractAsync(image);

        (await extract.ShouldThrowAsync<UnreadableImageException>()).Message.ShouldContain("not an archive");
    }

    public void Dispose() => _folder.Dispose();

    private Task ExtractAsync(ImageDigest image, ExtractionLimits? limits = null) =>
        new LayerExtractor(limits ?? new ExtractionLimits()).ExtractAsync(_folder["image"], image, Target, Token);

    private async Task<ImageDigest> ForgeAsync(params TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        await using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var entry in entries)
                await writer.WriteEntryAsync(entry, Token);
        }

        return await ForgeAsync(stream.ToArray());
    }

    private async Task<ImageDigest> ForgeAsync(byte[] layer)
    {
        var layout = new ImageLayout(_folder["image"]);
        var digest = Digest.OfBytes(layer);
        await layout.AddAsync(digest, (stream, token) => stream.WriteAsync(layer, token).AsTask(), Token);
        var config = await layout.AddJsonAsync(MediaTypes.Config, ImageContents.Config("amd64", "Server", [], [digest]), Token);
        var blob = new OciDescriptor(MediaTypes.Layer, digest, layer.Length);
        var image = new OciManifest(2, MediaTypes.Manifest, config, [blob]);
        var manifest = await layout.AddJsonAsync(MediaTypes.Manifest, image, Token);
        return new ImageDigest(manifest.Digest);
    }

    private static MemoryStream Content(int size) => new(new byte[size]);

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private UnixFileMode ModeOf(string file) => OperatingSystem.IsWindows()
        ? UnixFileMode.None
        : File.GetUnixFileMode(Path.Combine(Target, "app", file));
}
