using Pipeline.Testing;

namespace Pipeline.Polyfills.Nuke.Execution;

/// <summary>Runs one of the build classes of EngineBuild in a root folder of its own.</summary>
internal sealed class EngineRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EngineRun() => _folder.Write(".nuke/parameters.json", "{}");

    public string Root => _folder.Path;

    public Child Run(string build, string arguments, params (string, string?)[] variables)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "EngineBuild.dll");
        string[] all = [assembly, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return Child.Run("dotnet", all, Root, [("BUILD_CLASS", build), .. variables]);
    }

    public void Write(string name, string text) => _folder.Write(name, text);

    public string Read(string name) => _folder.Read(name);

    public void Dispose() => _folder.Dispose();
}
