using System.Collections.Generic;

namespace Nuke.Common.Execution;

public interface IOnBuildCreated : IBuildExtension
{
    void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets);
}
