using System.Formats.Tar;

namespace Pipeline.Packaging.Layers;

public sealed class LayerTarTests
{
    [Theory]
    [InlineData("plain.txt")]
    [InlineData("a/b/c.txt")]
    [InlineData("app/modèle-été.txt")]
    [InlineData("0123456789012345678901234567890123456789/0123456789012345678901234567890123456789/0123456789012345/x.txt")]
    public async Task Archive_ReadByAnother_HasPathAndContent(string path)
    {
        var bytes = await Some.TarAsync(new LayerEntry.Bytes(path, Some.Utf8("content")));

        var entry = Entries(bytes)[^1];

        entry.Name.ShouldBe(path);
        entry.Length.ShouldBe(7);
        entry.EntryType.ShouldBe(TarEntryType.RegularFile);
    }

    [Fact]
    public async Task Archive_PathLongerThanUstarHolds_IsReadByAnother()
    {
        var path = "folder/" + new string('x', 300);
        var bytes = await Some.TarAsync(new LayerEntry.Bytes(path, Some.Utf8("content")));

        var entry = Entries(bytes)[^1];

        entry.Name.ShouldBe(path);
    }

    [Fact]
    public async Task Archive_AnyOrderOfEntries_IsTheSame()
    {
        LayerEntry[] entries = [new LayerEntry.Bytes("b/x", Some.Utf8("1")), new LayerEntry.Bytes("a", Some.Utf8("2"))];
        var bytes = await Some.TarAsync(entries);

        var turned = await Some.TarAsync(entries.Reverse());

        turned.ShouldBe(bytes);
        Entries(bytes).Select(x => x.Name).ShouldBe(["a", "b/", "b/x"]);
    }

    [Fact]
    public async Task Archive_OfModesAndOwners_KeepsThemAndNoTime()
    {
        var bytes = await Some.TarAsync(
            new LayerEntry.Folder("tmp", 0x3FF), new LayerEntry.Folder("log", owner: 10001));

        var (log, tmp) = (Entries(bytes)[0], Entries(bytes)[1]);

        ((int)tmp.Mode).ShouldBe(0x3FF);
        log.Uid.ShouldBe(10001);
        log.Gid.ShouldBe(10001);
        tmp.ModificationTime.ShouldBe(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Archive_PathTwice_IsAMistake()
    {
        var entry = new LayerEntry.Bytes("a", Some.Utf8("1"));

        await Should.ThrowAsync<ArgumentException>(() => Some.TarAsync(entry, entry with { }));
    }

    [Fact]
    public async Task Archive_FileAndFolderOfOneName_IsAMistake()
    {
        var (file, below) = (new LayerEntry.Bytes("a", Some.Utf8("1")), new LayerEntry.Bytes("a/b", Some.Utf8("1")));

        await Should.ThrowAsync<ArgumentException>(() => Some.TarAsync(file, below));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    public void Entry_PathThatIsNotPlain_IsAMistake(string path) =>
        Should.Throw<ArgumentException>(() => new LayerEntry.Folder(path));

    private static List<TarEntry> Entries(byte[] bytes)
    {
        using var reader = new TarReader(new MemoryStream(bytes));
        var entries = new List<TarEntry>();
        while (reader.GetNextEntry(copyData: true) is { } entry)
            entries.Add(entry);
        return entries;
    }
}
