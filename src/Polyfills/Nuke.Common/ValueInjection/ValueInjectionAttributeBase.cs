using System;
using System.Reflection;

namespace Nuke.Common.ValueInjection;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    public INukeBuild Build { get; internal set; }
    public virtual int Priority => 0;
    public virtual bool SuppressWarnings => false;
    public abstract object GetValue(MemberInfo member, object instance);
}
