using Nuke.Common.IO;

namespace Pipeline.Polyfills.Tests.Nuke.IO;

public sealed class FileSystemTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private AbsolutePath Root => _scratch.Root;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void WriteAllText_MakesFolderAndFinalLineBreak()
    {
        var file = (Root / "a b" / "ünï.txt").WriteAllText("x\ny");

        file.ReadAllBytes().ShouldBe("x\ny\n"u8.ToArray());
        file.WriteAllText("x", eofLineBreak: false).ReadAllText().ShouldBe("x");
        file.WriteAllText("x\r\ny").ReadAllText().ShouldBe("x\r\ny\r\n");
    }

    [Fact]
    public void WriteAllLines_UsesTheLineBreaksOfThePlatform()
    {
        var file = Root / "f";

        file.WriteAllLines(
            ["a", "b"], platformFamily: global::Nuke.Common.PlatformFamily.Windows).ReadAllText().ShouldBe("a\r\nb\r\n");
        file.WriteAllLines(["a", "b"], platformFamily: global::Nuke.Common.PlatformFamily.Linux).ReadAllText().ShouldBe("a\nb\n");
        file.AppendAllLines(["c"]).ReadAllLines().ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void UpdateText_ChangesNothingElse()
    {
        var file = _scratch.File("f", "a");

        file.UpdateText(x => x + "b").ReadAllText().ShouldBe("ab");
    }

    [Fact]
    public void TouchFile_KeepsTheContent()
    {
        var file = _scratch.File("f", "a");
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        file.TouchFile(time);

        file.ReadAllText().ShouldBe("a");
        file.GetLastWriteTimeUtc().ShouldBe(time);
    }

    [Fact]
    public void Exists_TellsFilesFromFolders()
    {
        var file = _scratch.File("f");

        (file.Exists(), file.FileExists(), file.DirectoryExists()).ShouldBe((true, true, false));
        (Root.Exists(), Root.FileExists(), Root.DirectoryExists()).ShouldBe((true, false, true));
        (Root / "x").Existing().ShouldBeNull();
        file.ExistingFile().ShouldBe(file);
    }

    [Fact]
    public void CreateOrCleanDirectory_LeavesWhatLinksLeadTo()
    {
        Unix.IsNeeded();
        var kept = _scratch.File("outside/kept.txt");
        var folder = _scratch.Folder("folder");
        _scratch.File("folder/a/b.txt");
        Directory.CreateSymbolicLink(folder / "link", kept.Parent);
        File.CreateSymbolicLink(folder / "dangling", Root / "nothing");

        folder.CreateOrCleanDirectory();

        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        kept.FileExists().ShouldBeTrue();
    }

    [Fact]
    public void DeleteDirectory_OfALink_DeletesTheLinkAlone()
    {
        Unix.IsNeeded();
        var kept = _scratch.File("outside/kept.txt");
        Directory.CreateSymbolicLink(Root / "link", kept.Parent);

        (Root / "link").DeleteDirectory();

        (Root / "link").Exists().ShouldBeFalse();
        kept.FileExists().ShouldBeTrue();
    }

    [Fact]
    public void Delete_OfWhatIsNotThere_DoesNothing()
    {
        (Root / "no/such").DeleteFile();
        (Root / "no/such").DeleteDirectory();

        Root.DirectoryExists().ShouldBeTrue();
    }

    [Fact]
    public void GetFiles_GoesDownToTheDepth_Sorted()
    {
        _scratch.File("b.txt");
        _scratch.File("a.txt");
        _scratch.File("d/c.txt");
        _scratch.File("d/e/f.txt");

        Names(Root.GetFiles()).ShouldBe(["a.txt", "b.txt"]);
        Names(Root.GetFiles("*.txt", depth: 2)).ShouldBe(["a.txt", "b.txt", "c.txt"]);
        Names(Root.GetDirectories(depth: 5)).ShouldBe(["d", "e"]);
    }

    [Fact]
    public void GetFiles_InFoldersThatLinkUpwards_Ends()
    {
        Unix.IsNeeded();
        _scratch.File("a/f.txt");
        Directory.CreateSymbolicLink(Root / "a" / "loop", Root);

        Names(Root.GetFiles(depth: int.MaxValue)).ShouldBe(["f.txt"]);
        Names(Root.GlobFiles("**/*")).ShouldBe(["f.txt"]);
    }

    [Fact]
    public void GetFiles_WithABackslashInAName_KeepsIt()
    {
        Unix.IsNeeded();
        File.WriteAllText($"{Root}/a\\b", "x");

        Root.GetFiles().Single().Name.ShouldBe(@"a\b");
        Root.GetFiles().Single().ReadAllText().ShouldBe("x");
    }

    [Fact]
    public void Extensions_AreReadAndReplaced()
    {
        var path = Root / "a.tar.gz";

        path.HasExtension(".gz").ShouldBeTrue();
        path.HasExtension("zip", "TAR.GZ").ShouldBeTrue();
        path.WithExtension("bz2").Name.ShouldBe("a.tar.bz2");
        path.WithExtension("").Name.ShouldBe("a.tar");
    }

    [Fact]
    public void DirectoryHash_DependsOnNamesAndContents()
    {
        _scratch.File("one/a", "x");
        _scratch.File("one/b/c", "y");
        _scratch.File("two/b/c", "y");
        _scratch.File("two/a", "x");

        var hash = (Root / "one").GetDirectoryHash();

        (Root / "two").GetDirectoryHash().ShouldBe(hash);
        (Root / "two").GetDirectoryHash(x => x.Name != "a").ShouldNotBe(hash);
        (Root / "two" / "a").Rename("d");
        (Root / "two").GetDirectoryHash().ShouldNotBe(hash);
    }

    [Fact]
    public void FindParent_LooksUpwards()
    {
        var file = _scratch.File("a/b/c");

        file.FindParent(x => x.Name == "a").ShouldBe(Root / "a");
        file.FindParentOrSelf(x => x.Name == "c").ShouldBe(file);
        file.FindParent(x => x.Name == "nowhere").ShouldBeNull();
    }

    private static IEnumerable<string> Names(IEnumerable<AbsolutePath> paths) => paths.Select(x => x.Name);
}
