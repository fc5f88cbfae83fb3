using System.Formats.Tar;
using System.IO.Compression;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Pipeline.Polyfills.Tests.Nuke.IO;

public sealed class CompressionTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private AbsolutePath Root => _scratch.Root;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("x.zip")]
    [InlineData("x.tar.gz")]
    [InlineData("x.TGZ")]
    public void Archive_RoundTrips(string name)
    {
        _scratch.File("in/ünï ✓.txt", "1");
        _scratch.File("in/a/b/" + new string('n', 150), new string('x', 100_000));
        _scratch.File("in/empty");
        _scratch.File("in/not.log");

        (Root / "in").CompressTo(Root / "out" / name, x => !x.HasExtension("log"));
        (Root / "out" / name).UncompressTo(Root / "back");

        (Root / "in/not.log").DeleteFile();
        (Root / "back").GetDirectoryHash().ShouldBe((Root / "in").GetDirectoryHash());
    }

    [Fact]
    public void Archive_InTheFolderItself_DoesNotHoldItself()
    {
        _scratch.File("in/a", "1");

        (Root / "in").ZipTo(Root / "in/x.zip");
        (Root / "in").ZipTo(Root / "in/x.zip", fileMode: FileMode.Create);

        using var archive = ZipFile.OpenRead(Root / "in/x.zip");
        archive.Entries.Select(x => x.FullName).ShouldBe(["a"]);
    }

    [Fact]
    public void Archive_ThatIsThere_IsNotReplacedByDefault()
    {
        _scratch.File("in/a");
        var archive = _scratch.File("x.zip", "precious");

        Should.Throw<IOException>(() => (Root / "in").ZipTo(archive));
        archive.ReadAllText().ShouldBe("precious");
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/tmp/evil")]
    [InlineData(@"C:\evil")]
    public void Zip_WithAnEntryOutside_IsRefused(string name)
    {
        using (var archive = ZipFile.Open(Root / "evil.zip", ZipArchiveMode.Create))
            archive.CreateEntry(name).Open().Dispose();

        Should.Throw<InvalidDataException>(() => (Root / "evil.zip").UnZipTo(Root / "back")).Message.ShouldContain("evil");
        (Root / "evil").Exists().ShouldBeFalse();
    }

    [Fact]
    public void Zip_WithALink_IsRefused()
    {
        using (var archive = ZipFile.Open(Root / "evil.zip", ZipArchiveMode.Create))
        {
            var link = archive.CreateEntry("link");
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            using var writer = new StreamWriter(link.Open());
            writer.Write("/etc");
        }

        Should.Throw<InvalidDataException>(() => (Root / "evil.zip").UnZipTo(Root / "back")).Message.ShouldContain("is a link");
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "link")]
    [InlineData(TarEntryType.HardLink, "link")]
    [InlineData(TarEntryType.RegularFile, "../evil")]
    [InlineData(TarEntryType.Directory, "../evil")]
    [InlineData(TarEntryType.RegularFile, "/tmp/evil")]
    public void Tar_WithALinkOrAnEntryOutside_IsRefused(TarEntryType type, string name)
    {
        using (var stream = new GZipStream(File.Create(Root / "evil.tar.gz"), CompressionMode.Compress))
        using (var writer = new TarWriter(stream))
        {
            var entry = new PaxTarEntry(type, name);
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
                entry.LinkName = "/etc/passwd";
            writer.WriteEntry(entry);
        }

        Should.Throw<InvalidDataException>(() => (Root / "evil.tar.gz").UnTarGZipTo(Root / "back"));
        (Root / "evil").Exists().ShouldBeFalse();
    }

    [Fact]
    public void Archive_UnpackedOverALink_DoesNotWriteThroughIt()
    {
        Unix.IsNeeded();
        var outside = _scratch.Folder("outside");
        _scratch.File("in/link/file", "x");
        (Root / "in").ZipTo(Root / "x.zip");
        Directory.CreateSymbolicLink(_scratch.Folder("back") / "link", outside);

        Should.Throw<InvalidDataException>(
            () => (Root / "x.zip").UnZipTo(Root / "back")).Message.ShouldContain("behind the link");
        Directory.EnumerateFileSystemEntries(outside).ShouldBeEmpty();
    }

    [Fact]
    public void Archive_KeepsThePermissionToRun()
    {
        Unix.IsNeeded();
        _scratch.File("in/run.sh", "#!/bin/sh\necho ran\n").SetExecutable();

        (Root / "in").TarGZipTo(Root / "x.tar.gz");
        (Root / "x.tar.gz").UnTarGZipTo(Root / "back");

        ToolResolver.GetTool(Root / "back/run.sh")($"", logInvocation: false, logOutput: false).StdToText().ShouldBe("ran");
    }

    [Fact]
    public void Archive_OfAnUnknownKind_IsNamed()
    {
        Should.Throw<NotSupportedException>(() => Root.CompressTo(Root / "x.7z")).Message.ShouldContain("x.7z");
    }
}
