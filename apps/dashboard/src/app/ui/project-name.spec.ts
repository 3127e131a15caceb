import { TestBed } from '@angular/core/testing';
import { projectInWords, ProjectName } from './project-name';

describe('the name of a project', () => {
  const shown = (number: string, title: string) => {
    const fixture = TestBed.createComponent(ProjectName);
    fixture.componentRef.setInput('number', number);
    fixture.componentRef.setInput('title', title);
    fixture.detectChanges();
    return (fixture.nativeElement as HTMLElement).textContent.trim().replace(/\s+/g, ' ');
  };

  it('is its number and its title', () => {
    expect(shown('0068', 'Pause a subscription')).toBe('0068 Pause a subscription');
    expect(projectInWords('0068', 'Pause a subscription')).toBe('0068 Pause a subscription');
  });

  it('says the number once where the file gives no title', () => {
    expect(shown('0069', '0069')).toBe('0069');
    expect(projectInWords('0069', '0069')).toBe('0069');
    expect(projectInWords('0069')).toBe('0069');
  });
});
