using Nuke.Common.IO;

namespace Nuke.Common;

public interface INukeBuild
{
    AbsolutePath RootDirectory { get; }
    AbsolutePath TemporaryDirectory { get; }
    AbsolutePath BuildProjectFile { get; }
    Host Host { get; }
    bool IsLocalBuild { get; }
    bool IsServerBuild { get; }
}
