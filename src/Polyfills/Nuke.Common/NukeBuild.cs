using Nuke.Common.IO;

namespace Nuke.Common;

public abstract class NukeBuild : INukeBuild
{
    public static AbsolutePath RootDirectory { get; } = AbsolutePath.Create(System.IO.Directory.GetCurrentDirectory());
    public static AbsolutePath TemporaryDirectory => RootDirectory / ".nuke/temp";
    public static AbsolutePath BuildProjectFile => RootDirectory / "build/_build.csproj";
    public static Host Host { get; internal set; }
    public static bool IsLocalBuild => true;
    public static bool IsServerBuild => !IsLocalBuild;
    AbsolutePath INukeBuild.RootDirectory => RootDirectory;
    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;
    AbsolutePath INukeBuild.BuildProjectFile => BuildProjectFile;
    Host INukeBuild.Host => Host;
    bool INukeBuild.IsLocalBuild => IsLocalBuild;
    bool INukeBuild.IsServerBuild => IsServerBuild;
}
