using Nuke.Common.IO;

namespace Pipeline.Polyfills.Tests.Nuke.IO;

public sealed class CopyTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private AbsolutePath Root => _scratch.Root;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Copy_OfAFolder_CopiesWhatIsNotExcluded()
    {
        _scratch.File("from/a.txt", "1");
        _scratch.File("from/b.log", "2");
        _scratch.File("from/bin/c.txt", "3");
        _scratch.File("from/d e/f.txt", "4");

        (Root / "from").Copy(Root / "x" / "to", excludeDirectory: x => x.Name == "bin", excludeFile: x => x.HasExtension("log"));

        Tree("x/to").ShouldBe(["a.txt=1", "d e/f.txt=4"]);
        Tree("from").Count.ShouldBe(4);
    }

    [Fact]
    public void Copy_OntoAFile_FailsUnlessThePolicySaysOtherwise()
    {
        var from = _scratch.File("from", "new");
        var to = _scratch.File("to", "old");

        Should.Throw<Exception>(() => from.Copy(to)).Message.ShouldContain($"{to}");
        from.Copy(to, ExistsPolicy.FileSkip).ReadAllText().ShouldBe("old");
        from.Copy(to, ExistsPolicy.FileOverwrite).ReadAllText().ShouldBe("new");
    }

    [Fact]
    public void Copy_IfNewer_LooksAtTheTimes()
    {
        var from = _scratch.File("from", "new");
        var to = _scratch.File("to", "old");
        from.TouchFile(new DateTime(2020, 1, 1));
        to.TouchFile(new DateTime(2020, 1, 2));

        from.Copy(to, ExistsPolicy.FileOverwriteIfNewer).ReadAllText().ShouldBe("old");
        from.TouchFile(new DateTime(2020, 1, 3));

        from.Copy(to, ExistsPolicy.FileOverwriteIfNewer).ReadAllText().ShouldBe("new");
    }

    [Fact]
    public void Copy_OntoAFolder_MergesOnlyIfAsked()
    {
        _scratch.File("from/a", "new");
        _scratch.File("to/a", "old");
        _scratch.File("to/b", "kept");

        Should.Throw<Exception>(() => (Root / "from").Copy(Root / "to")).Message.ShouldContain("does not merge");
        (Root / "from").Copy(Root / "to", ExistsPolicy.MergeAndOverwrite);

        Tree("to").ShouldBe(["a=new", "b=kept"]);
    }

    [Fact]
    public void Copy_IntoItself_IsRefused()
    {
        var folder = _scratch.Folder("folder");

        Should.Throw<Exception>(() => folder.Copy(folder / "inner")).Message.ShouldContain("cannot be put into itself");
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public void Copy_OfWhatIsNotThere_NamesIt()
    {
        Should.Throw<Exception>(() => (Root / "nothing").Copy(Root / "to")).Message.ShouldContain("nothing");
    }

    [Fact]
    public void CopyToDirectory_KeepsTheName()
    {
        var file = _scratch.File("my file.txt", "x");

        file.CopyToDirectory(Root / "to").ShouldBe(Root / "to" / "my file.txt");
    }

    [Fact]
    public void Move_OfAFolder_LeavesNothingBehind()
    {
        _scratch.File("from/a/b", "1");
        _scratch.Folder("from/empty");

        (Root / "from").Move(Root / "x/to");

        Tree("x/to").ShouldBe(["a/b=1"]);
        (Root / "x/to/empty").DirectoryExists().ShouldBeTrue();
        (Root / "from").Exists().ShouldBeFalse();
    }

    [Fact]
    public void Move_OntoAFolder_KeepsWhatIsSkippedUnlessToldToDelete()
    {
        _scratch.File("from/a", "1");
        _scratch.File("from/b", "2");
        _scratch.File("to/a", "old");

        (Root / "from").Move(Root / "to", ExistsPolicy.MergeAndSkip);

        Tree("to").ShouldBe(["a=old", "b=2"]);
        Tree("from").ShouldBe(["a=1"]);
        (Root / "from").Move(Root / "to", ExistsPolicy.MergeAndSkip, deleteRemainingFiles: true);
        (Root / "from").Exists().ShouldBeFalse();
    }

    [Fact]
    public void Move_OfAFolderWithALink_LeavesWhatTheLinkLeadsTo()
    {
        Unix.IsNeeded();
        var kept = _scratch.File("outside/kept");
        _scratch.File("from/a");
        _scratch.File("to/a");
        Directory.CreateSymbolicLink(Root / "from" / "link", kept.Parent);

        (Root / "from").Move(Root / "to", ExistsPolicy.MergeAndOverwrite);

        kept.FileExists().ShouldBeTrue();
        new DirectoryInfo(Root / "to" / "link").LinkTarget.ShouldBe(kept.Parent);
    }

    [Fact]
    public void Rename_KeepsFolderAndExtension()
    {
        _scratch.File("a/b.txt", "x").RenameWithoutExtension("c").ShouldBe(Root / "a/c.txt");

        (Root / "a/c.txt").Rename(x => x.Name + ".bak").ShouldBe(Root / "a/c.txt.bak");
        Tree("a").ShouldBe(["c.txt.bak=x"]);
    }

    private List<string> Tree(string folder) =>
        [.. (Root / folder).GetFiles(depth: 9).Select(
            x => $"{(Root / folder).GetUnixRelativePathTo(x)}={x.ReadAllText()}").Order()];
}
