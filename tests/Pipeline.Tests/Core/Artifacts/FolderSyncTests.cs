using Pipeline.Testing;

namespace Pipeline.Core.Artifacts;

public sealed class FolderSyncTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Flush_FolderThatIsNotThere_IsReported()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps the names of flushed files by itself.");

        var failure = Should.Throw<IOException>(() => FolderSync.Flush(_folder["gone"]));

        failure.Message.ShouldBe($"The folder '{_folder["gone"]}' could not be flushed to its disk: No such file or directory.");
    }

    [Fact]
    public void Flush_FolderThatIsThere_IsDone() => Should.NotThrow(() => FolderSync.Flush(_folder.Path));

    [Fact]
    public void Create_SeveralLevels_AreAllThere()
    {
        FolderSync.Create(_folder["a", "b", "c"]);

        Directory.Exists(_folder["a", "b", "c"]).ShouldBeTrue();
    }

    [Fact]
    public void FlushTree_ReadOnlyFilesAndFoldersBelow_IsDone()
    {
        _folder.Write("a/b.txt", "b");
        File.SetAttributes(_folder["a", "b.txt"], FileAttributes.ReadOnly);

        Should.NotThrow(() => FolderSync.FlushTree(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
