namespace Nuke.Common;

public interface ITargetDefinition;
