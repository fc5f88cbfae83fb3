using Nuke.Common.IO;

namespace Pipeline.Polyfills.Tests.Nuke;

/// <summary>A folder of its own for a test, whose path has a space and letters beyond ASCII.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pipeline ünï-");

    public AbsolutePath Root => AbsolutePath.Create(_directory.FullName);

    public AbsolutePath File(string path, string content = "") => (Root / path).WriteAllText(content, eofLineBreak: false);

    public AbsolutePath Folder(string path) => (Root / path).CreateDirectory();

    public void Dispose() => Root.DeleteDirectory();
}
