import { App, Chart } from 'cdk8s';
import { argoCdApplication, valuesForFlux } from './helm';
import { variants } from './variants';

const app = new App();
for (const { name, build } of variants) {
  build(new Chart(app, name));
}
valuesForFlux(new Chart(app, 'helm-values'));
argoCdApplication(new Chart(app, 'argo-cd'));
app.synth();
