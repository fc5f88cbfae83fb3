namespace Nuke.Common.Execution;

public interface IOnBuildFinished : IBuildExtension
{
    void OnBuildFinished();
}
