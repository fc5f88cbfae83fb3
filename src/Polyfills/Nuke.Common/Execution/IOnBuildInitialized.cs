using System.Collections.Generic;

namespace Nuke.Common.Execution;

public interface IOnBuildInitialized : IBuildExtension
{
    void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan);
}
