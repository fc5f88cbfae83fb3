using Pipeline.Testing;

namespace Pipeline.Data.Spilling;

public class SpillFileTests
{
    [Fact]
    public void Bytes_OfSeveralThreads_AreReadWhereTheyWereWritten()
    {
        using var folder = new TemporaryFolder();
        using var file = new SpillFile(folder.Path);
        var offsets = new long[50];

        Parallel.For(0, offsets.Length, x => offsets[x] = file.Write(Enumerable.Repeat((byte)x, 1000 + x).ToArray()));

        foreach (var (number, offset) in offsets.Index())
        {
            var bytes = new byte[1000 + number];
            file.Read(offset, bytes);
            bytes.ShouldAllBe(x => x == number);
        }
    }

    [Fact]
    public void File_WhileItIsUsed_HasNoNameOnUnix()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows removes the file when its handle ends.");
        using var folder = new TemporaryFolder();
        using var file = new SpillFile(folder.Path);

        file.Write([1, 2, 3]);

        folder.Files.ShouldBeEmpty();
        file.Size.ShouldBe(3);
    }

    [Fact]
    public void Folder_NotThere_IsNamedInTheSentence()
    {
        using var folder = new TemporaryFolder();
        using var file = new SpillFile(folder["none"]);

        var failure = Should.Throw<SpillFailedException>(() => file.Write([1]));

        failure.Message.ShouldContain(folder["none"]);
        failure.Message.ShouldContain("TMPDIR");
    }
}
